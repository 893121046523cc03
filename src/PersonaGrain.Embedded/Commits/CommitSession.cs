using System.Runtime.InteropServices;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Commits;

/// <summary>The writer's connection and the transaction it is in: turns batches into rows, and undoes in memory what a failed commit assumed.</summary>
/// <remarks>Positions are given out here, so that rows are appended in their order. About 1 µs a journal row, no allocation for it.</remarks>
internal sealed class CommitSession(StoreFiles files, SegmentBook segments, SnapshotBacklog backlog) : IDisposable
{
    private readonly List<ProfileSlot> _touched = [];
    private readonly PopulationLedger _population = new();
    private readonly List<CommitBatch> _batches = [];
    private readonly List<EventRow> _events = [];
    private StoreConnection? _connection;
    private CommitStatements? _statements;
    private CommitState _working = new();

    /// <summary>What is durable.</summary>
    public CommitState Committed { get; private set; } = new();

    /// <summary>Events of the transaction, in the order of their positions.</summary>
    public List<GridEvent> NewEvents { get; } = [];

    /// <summary>The earliest wake-up that a snapshot of the transaction says.</summary>
    public Instant EarliestWake { get; private set; }

    /// <summary>New profiles of the transaction.</summary>
    public int NewProfiles { get; private set; }

    /// <summary>Opens (or opens anew) and reads where the store stands.</summary>
    public void Open()
    {
        Dispose();
        _connection = files.OpenWriter();
        _statements = new CommitStatements(_connection);
        segments.Load(_connection);
        _population.Load(_connection);
        Committed = CommitState.Read(_connection);
        _working = Committed with { };
    }

    /// <summary>Starts a transaction.</summary>
    public void Begin()
    {
        _statements!.Begin.Run();
        NewEvents.Clear();
        _batches.Clear();
        NewProfiles = 0;
        EarliestWake = Instant.Never;
    }

    /// <summary>Puts a batch into the transaction: profiles and signals at once, the rest when all batches are there.</summary>
    public void Insert(CommitBatch batch)
    {
        _batches.Add(batch);
        foreach (var slot in batch.NewProfiles)
        {
            _statements!.InsertProfile.Bind(1, slot.Key).Bind(2, slot.Id.Value).Run();
        }

        NewProfiles += batch.NewProfiles.Count;
        _population.Add(batch);
        var insert = _statements!.InsertSignal;
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(batch.Signals))
        {
            var position = NextPosition(row.Slot);
            insert.Bind(1, position).Bind(2, row.Slot.Key).Bind(3, row.Slot.Place.JournalHead).Bind(4, batch.Bytes(row.Start, row.Length)).Run();
            row.Slot.Place.JournalHead = position;
        }

        _working.Signals += batch.Signals.Count;
        _working.Clock = Instant.Max(_working.Clock, batch.Clock);
    }

    /// <summary>Runs a change of the state or of a table of its own.</summary>
    public void Run(Action<StoreConnection, CommitState> command) => command(_connection!, _working);

    /// <summary>The population is counted anew, under another catalog.</summary>
    public void CountAnew(int catalogVersion) => _population.CountAnew(catalogVersion);

    /// <summary>Makes the transaction durable.</summary>
    public void Commit()
    {
        InsertEvents();
        foreach (var batch in _batches)
        {
            InsertSnapshots(batch);
        }

        segments.Write();
        _population.Write();
        _working.Horizon = backlog.Horizon(_working.Position);
        _working.Write(_statements!.UpdateState);
        _statements.Commit.Run();
        Committed = _working with { };
        segments.Publish();
        _population.Committed();
        foreach (var slot in _touched)
        {
            slot.IsInCommit = false;
            slot.CommittedPlace.EventHead = slot.Place.EventHead;
            slot.CommittedPlace.FirstUnsaved = slot.Place.FirstUnsaved;
            Volatile.Write(ref slot.CommittedPlace.JournalHead, slot.Place.JournalHead);
        }

        _touched.Clear();
    }

    /// <summary>Undoes the transaction, in the file and in memory. The file's part may fail: the connection is then opened anew before it is used again.</summary>
    public void Rollback()
    {
        foreach (var slot in _touched)
        {
            slot.IsInCommit = false;
            slot.Place = slot.CommittedPlace;
            backlog.Restore(slot);
        }

        _touched.Clear();
        NewEvents.Clear();
        _working = Committed with { };
        _population.Rollback();
        try
        {
            if (_connection is { InTransaction: true } open)
            {
                open.Execute("ROLLBACK");
            }
        }
        catch (StoreException)
        {
            // The session is opened anew before the next transaction, which ends this one.
        }
    }

    /// <summary>Moves the log into the file, at a clean end.</summary>
    public void Checkpoint() => _connection!.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    /// <inheritdoc />
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>Events of all partitions in one order of time. The sort is stable: a profile's events stay in their own order.</summary>
    private void InsertEvents()
    {
        _events.Clear();
        foreach (var batch in _batches)
        {
            _events.AddRange(batch.Events);
        }

        if (_batches.Count == 1 || _events.Count < 2)
        {
            _events.ForEach(row => InsertEvent(row, _working.Clock));
            return;
        }

        foreach (var row in _events.OrderBy(row => row.At))
        {
            InsertEvent(row, _working.Clock);
        }
    }

    private void InsertEvent(in EventRow row, Instant recorded)
    {
        var position = NextPosition(row.Slot);
        _statements!.InsertEvent
            .Bind(1, position).Bind(2, (long)row.Kind).Bind(3, row.Slot.Key).Bind(4, row.Slot.Place.EventHead).Bind(5, row.Subject)
            .Bind(6, row.At).Bind(7, row.Version).Bind(8, row.Score).Bind(9, recorded).Run();
        row.Slot.Place.EventHead = position;
        if (row.Kind != GridEventKind.Triggered)
        {
            segments.Apply(row);
        }

        NewEvents.Add(new GridEvent(position, row.Kind, row.Slot.Id, row.Subject, row.At, row.Version));
    }

    private void InsertSnapshots(CommitBatch batch)
    {
        foreach (var row in batch.Snapshots)
        {
            var place = row.Slot.Place;
            var upsert = _statements!.UpsertSnapshot;
            upsert.Bind(1, row.Slot.Key).Bind(2, _working.Position).Bind(3, place.JournalHead).Bind(4, place.EventHead)
                .Bind(5, row.CatalogVersion).Bind(7, batch.Bytes(row.Start, row.Length));
            (row.Wake == Instant.Never ? upsert.BindNull(6) : upsert.Bind(6, row.Wake)).Run();
            Touch(row.Slot);
            row.Slot.Place.FirstUnsaved = 0;
            EarliestWake = Instant.Min(EarliestWake, row.Wake);
        }
    }

    private long NextPosition(ProfileSlot slot)
    {
        var position = ++_working.Position;
        Touch(slot);
        if (slot.Place.FirstUnsaved == 0)
        {
            slot.Place.FirstUnsaved = position;
            backlog.Add(slot, position);
        }

        return position;
    }

    private void Touch(ProfileSlot slot)
    {
        if (!slot.IsInCommit)
        {
            slot.IsInCommit = true;
            _touched.Add(slot);
        }
    }
}
