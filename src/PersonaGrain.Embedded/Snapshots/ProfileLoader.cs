using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Embedded.Snapshots;

/// <summary>Reads profiles from the store: the snapshot, then what the journal and the events say since; one thread at a time.</summary>
/// <remarks>Activation costs one look-up by id and, for each row since the snapshot, one by primary key.</remarks>
internal sealed class ProfileLoader(StoreConnection connection) : IDisposable
{
    private readonly StoreStatement _findKey = connection.Prepare("SELECT key FROM profiles WHERE id = ?1");

    private readonly StoreStatement _findSnapshot = connection.Prepare(
        "SELECT position, journal, events, catalog, wake, body FROM snapshots WHERE profile = ?1");

    private readonly StoreStatement _findSignal = connection.Prepare("SELECT previous, payload FROM journal WHERE position = ?1");

    private readonly StoreStatement _findEvent = connection.Prepare(
        "SELECT previous, kind, subject, at, version, score FROM events WHERE position = ?1");

    private readonly StoreStatement _findChange = connection.Prepare("SELECT reevaluate_to FROM state WHERE id = 1");

    private ProfileMachine? _former;
    private ProfileMachine? _successor;

    /// <summary>The key of a profile, or 0 where the store has none.</summary>
    public long FindKey(ProfileId id)
    {
        _findKey.Bind(1, id.Value);
        if (!_findKey.Step())
        {
            return 0;
        }

        var key = _findKey.Number(0);
        _findKey.Reset();
        return key;
    }

    /// <summary>Reads a state as of its last row. Where the catalog changed since, it is to be evaluated as of <paramref name="now"/>.</summary>
    /// <param name="slot">The profile; its heads are 0 where only the snapshot knows them, and are then filled in.</param>
    /// <param name="machine">The catalog to read it into.</param>
    /// <param name="now">The grid's time.</param>
    /// <param name="decisive">When the population came that the machine is of: what it changes in a profile that was live before happens then.</param>
    /// <param name="effects">What the evaluation changed.</param>
    /// <returns>Whether its snapshot is of another catalog.</returns>
    public bool Load(ProfileSlot slot, ProfileMachine machine, Instant now, Instant decisive, ProfileEffects effects)
    {
        var snapshot = ReadSnapshot(slot, machine);
        var signals = Signals(slot.DurableJournalHead, snapshot.Position);
        var former = snapshot.State is null ? Former(slot, machine) : null;
        var reader = former ?? machine;
        var state = snapshot.State ?? reader.Create(signals.Count > 0 ? signals[0].Received : now);
        foreach (var (signal, received) in signals)
        {
            reader.Fold(state, signal, received);
        }

        FoldEvents(reader, state, slot.CommittedPlace.EventHead, snapshot.Position);
        if (former is not null)
        {
            (state, snapshot.NeedsRebuild) = machine.Rebase(state, former);
            snapshot.IsOfAnotherCatalog = true;
        }

        if (snapshot.NeedsRebuild)
        {
            machine.Rebuild(state, Signals(slot.DurableJournalHead, 0).Select(entry => entry.Signal));
        }

        else if (!snapshot.IsOfAnotherCatalog && state.AsOf < decisive)
        {
            ProfileMachine.SkipPast(state);
        }

        machine.Reevaluate(state, Instant.Max(snapshot.IsOfAnotherCatalog ? now : decisive, state.AsOf), effects);
        slot.State = state;
        slot.Machine = machine;
        return snapshot.IsOfAnotherCatalog;
    }

    /// <summary>The journal of a profile after a position, oldest first.</summary>
    public List<(Signal Signal, Instant Received)> Signals(long head, long after)
    {
        var signals = new List<(Signal, Instant)>();
        while (head > after)
        {
            _findSignal.Bind(1, head);
            if (!_findSignal.Step())
            {
                throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"journal row {head} is missing");
            }

            if (!_findSignal.IsNull(1))
            {
                signals.Add(JournalReader.Decode(head, _findSignal.Blob(1)));
            }

            head = _findSignal.Number(0);
            _findSignal.Reset();
        }

        signals.Reverse();
        return signals;
    }

    /// <inheritdoc />
    public void Dispose() => connection.Dispose();

    private (ProfileState? State, long Position, bool NeedsRebuild, bool IsOfAnotherCatalog) ReadSnapshot(ProfileSlot slot, ProfileMachine machine)
    {
        _findSnapshot.Bind(1, slot.Key);
        if (!_findSnapshot.Step())
        {
            return default;
        }

        var position = _findSnapshot.Number(0);
        if (slot.CommittedPlace.JournalHead <= _findSnapshot.Number(1))
        {
            slot.CommittedPlace.JournalHead = _findSnapshot.Number(1);
        }

        if (slot.CommittedPlace.EventHead <= _findSnapshot.Number(2))
        {
            slot.CommittedPlace.EventHead = _findSnapshot.Number(2);
        }

        if (position >= Math.Max(slot.CommittedPlace.JournalHead, slot.CommittedPlace.EventHead))
        {
            slot.CommittedPlace.FirstUnsaved = 0;
        }

        slot.Place = slot.CommittedPlace;
        slot.SnapshotWake = _findSnapshot.IsNull(4) ? Instant.Never : _findSnapshot.Instant(4);
        var isOfAnotherCatalog = _findSnapshot.Number(3) != machine.Catalog.Version;
        try
        {
            var (state, needsRebuild) = machine.ReadSnapshot(_findSnapshot.Blob(5));
            return (state, position, needsRebuild, isOfAnotherCatalog);
        }
        catch (FormatException fault)
        {
            throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"the snapshot of a profile can not be read: {fault.Message}");
        }
        finally
        {
            _findSnapshot.Reset();
        }
    }

    /// <summary>What a profile without a snapshot was folded under, where that is not the catalog in force: a crash came before it was re-evaluated.</summary>
    private ProfileMachine? Former(ProfileSlot slot, ProfileMachine machine)
    {
        var change = _findChange.Step() ? _findChange.Number(0) : 0;
        _findChange.Reset();
        if (slot.CommittedPlace.FirstUnsaved == 0 || slot.CommittedPlace.FirstUnsaved >= change)
        {
            return null;
        }

        if (!ReferenceEquals(_successor, machine))
        {
            _successor = machine;
            _former = StoredCatalog.Read(connection, before: 1) is { } document ? new ProfileMachine(Catalog.Compile(document), machine.Population) : null;
        }

        return _former;
    }

    private void FoldEvents(ProfileMachine machine, ProfileState state, long head, long after)
    {
        var events = new Stack<(GridEventKind Kind, string Subject, Instant At, int Version, double? Score)>();
        while (head > after && ReadEvent(head, events) is var previous)
        {
            head = previous;
        }

        foreach (var (kind, subject, at, version, score) in events)
        {
            if (kind == GridEventKind.Triggered)
            {
                machine.Fold(state, new TriggerFiring(subject, at, version));
            }
            else
            {
                machine.Fold(state, new MembershipChange(subject, kind == GridEventKind.Entered, at, version, score));
            }
        }
    }

    private long ReadEvent(long position, Stack<(GridEventKind, string, Instant, int, double?)> events)
    {
        _findEvent.Bind(1, position);
        if (!_findEvent.Step())
        {
            throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"event row {position} is missing");
        }

        var previous = _findEvent.Number(0);
        events.Push(((GridEventKind)_findEvent.Number(1), _findEvent.Text(2), _findEvent.Instant(3), (int)_findEvent.Number(4), _findEvent.Real(5)));
        _findEvent.Reset();
        return previous;
    }
}
