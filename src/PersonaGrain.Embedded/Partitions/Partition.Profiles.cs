using PersonaGrain.Embedded.Snapshots;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>How a partition finds, makes and brings up to date its profiles.</summary>
internal sealed partial class Partition
{
    private ProfileLoader? _loader;
    private readonly List<ProfileSlot> _unwritten = [];
    private Instant _decisive;

    private ProfileLoader Loader => _loader ??= new ProfileLoader(_context.Files.OpenReader());

    /// <summary>The store can not be written: changes must not be kept.</summary>
    public bool IsFaulted => _context.Writer.Fault is not null;

    /// <summary>The profile in memory, activated where it is only in the store, and evaluated under the catalog in force; null where it is unknown.</summary>
    public ProfileSlot? Find(ProfileId id, Instant now)
    {
        if (!Profiles.TryGet(id, out var slot))
        {
            var key = Loader.FindKey(id);
            return key == 0 ? null : Activate(new ProfileSlot(this, id, key), now);
        }

        Touch(slot, now);
        return slot;
    }

    /// <summary>Takes a profile in that the store knows and memory does not.</summary>
    public ProfileSlot Activate(ProfileSlot slot, Instant now)
    {
        var isOfAnotherCatalog = Loader.Load(slot, Machine, now, _decisive, _effects);
        slot.IsDirty = slot.CommittedPlace.FirstUnsaved > 0;
        if (isOfAnotherCatalog)
        {
            CountWhole(slot);
        }

        slot.IsReferenced = true;
        Profiles.Add(slot);
        Emit(slot, now);
        return slot;
    }

    /// <summary>Reads a profile that is not in memory and leaves it there.</summary>
    public ProfileSlot Peek(ProfileId id, long key)
    {
        var slot = new ProfileSlot(this, id, key);
        Loader.Load(slot, Machine, default, default, _effects);
        _effects.Clear();
        return slot;
    }

    /// <summary>Takes a profile in that a crash left without a snapshot, unless it is in already.</summary>
    public void Recover(ProfileSlot slot, Instant now)
    {
        if (!Profiles.TryGet(slot.Id, out _))
        {
            Activate(slot, now);
        }
    }

    /// <summary>Makes a profile that nobody heard of before.</summary>
    public ProfileSlot Create(ProfileId id, Instant now)
    {
        var slot = new ProfileSlot(this, id, _context.Keys.Next())
        {
            State = Machine.Create(now),
            Machine = Machine,
            CreatedIn = _batch.Sequence,
        };
        _batch.NewProfiles.Add(slot);
        _batch.Touch(slot);
        Profiles.Add(slot);
        return slot;
    }

    /// <summary>Sees to it that a profile's state is there and of the catalog in force.</summary>
    public void Touch(ProfileSlot slot, Instant now)
    {
        slot.IsReferenced = true;
        if (slot.State is null)
        {
            if (Loader.Load(slot, Machine, now, _decisive, _effects))
            {
                CountWhole(slot);
            }

            Emit(slot, now);
            RequestSnapshot(slot);
        }
        else if (!ReferenceEquals(slot.Machine, Machine))
        {
            MoveToMachine(slot, now);
        }
    }

    /// <summary>Lets a profile's time pass up to now.</summary>
    public void Advance(ProfileSlot slot, Instant now)
    {
        Machine.Advance(slot.State!, now, _effects);
        Emit(slot, now);
    }

    /// <summary>Folds one admitted signal in.</summary>
    public ObservationVerdict Observe(ProfileSlot slot, Signal signal, Instant now)
    {
        var verdict = Machine.Observe(slot.State!, signal, now, _effects);
        if (verdict == ObservationVerdict.NeedsHistory)
        {
            Emit(slot, now);
            _isBroken = true;
            LoadHistory(slot);
            _isBroken = false;
            verdict = Machine.Observe(slot.State!, signal, now, _effects);
        }

        if (verdict == ObservationVerdict.Accepted)
        {
            _batch.Add(slot, signal, now);
            slot.State!.History?.Add(signal.Id);
            slot.IsDirty = true;
        }

        Emit(slot, now);
        return verdict;
    }

    /// <summary>Puts a profile's effects into the batch, and notes its wake-up and its size.</summary>
    public void Emit(ProfileSlot slot, Instant now)
    {
        var effects = _effects.All;
        if (effects.Count > 0)
        {
            if (IsFaulted)
            {
                _unwritten.Add(slot);
            }
            else
            {
                AddRows(slot, effects, now);
            }
        }

        if (ReferenceEquals(slot.Machine, Machine))
        {
            _batch.Counts.Count(Machine, slot.State!, _effects);
        }

        _effects.Clear();
        Wakes.Schedule(slot, slot.State!.WakeAt);
        Profiles.Account(slot);
    }

    /// <summary>Ends a turn: where the store failed meanwhile, what the turn changed and could not write is taken back.</summary>
    private void TakeBackUnwritten()
    {
        foreach (var slot in _unwritten)
        {
            ThrowAway(slot);
        }

        _unwritten.Clear();
    }

    /// <summary>Takes another machine for all profiles; each follows when it is next touched.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="decisive">When it came, where it is of another population under which a profile may be in other segments.</param>
    public void SwitchTo(ProfileMachine machine, Instant? decisive = null)
    {
        _decisive = decisive ?? _decisive;
        if (!ReferenceEquals(Machine.Catalog, machine.Catalog))
        {
            _batch.StartCounting(machine.Catalog.Version);
        }

        Machine = machine;
    }

    private void AddRows(ProfileSlot slot, IReadOnlyList<ProfileEffect> effects, Instant now)
    {
        slot.IsDirty = true;
        for (var index = 0; index < effects.Count; index++)
        {
            var effect = effects[index];
            if (effect.Change is { } change)
            {
                var kind = change.Entered ? GridEventKind.Entered : GridEventKind.Exited;
                _batch.Add(slot, new Commits.EventRow(slot, kind, change.Segment, change.At, change.Version, change.Score));
            }
            else if (effect.Firing is { } firing)
            {
                _batch.Add(slot, new Commits.EventRow(slot, GridEventKind.Triggered, firing.Trigger, firing.At, firing.Version, null));
            }
            else if (effect.Derived is { } derived)
            {
                _batch.Add(slot, derived, now);
                slot.State!.History?.Add(derived.Id);
            }
        }
    }

    /// <summary>A profile came to the catalog in force: the population counts it whole, with a snapshot in the same commit that says so.</summary>
    private void CountWhole(ProfileSlot slot)
    {
        if (IsFaulted)
        {
            _unwritten.Add(slot);
            return;
        }

        _batch.Counts.Add(Machine, slot.State!);
        _effects.ForgetFirsts();
        Snapshot(slot);
    }

    private void MoveToMachine(ProfileSlot slot, Instant now)
    {
        var before = slot.Machine!;
        before.Advance(slot.State!, now, _effects);
        Emit(slot, now);
        if (!ReferenceEquals(before.Catalog, Machine.Catalog))
        {
            if (!IsFaulted)
            {
                _batch.Touch(slot);
            }

            _isBroken = true;
            var (state, needsRebuild) = Machine.Rebase(slot.State!, before);
            if (needsRebuild)
            {
                Machine.Rebuild(state, Journal(slot));
            }

            _isBroken = false;
            slot.State = state;
            slot.Machine = Machine;
            CountWhole(slot);
        }

        slot.Machine = Machine;
        slot.IsDirty = true;
        Machine.Reevaluate(slot.State!, now, _effects);
        Emit(slot, now);
    }

    private void LoadHistory(ProfileSlot slot)
    {
        var history = new IdHistory();
        foreach (var signal in Journal(slot))
        {
            history.Add(signal.Id);
        }

        slot.State!.History = history;
    }

    /// <summary>All signals of a profile, oldest first: those of the store, then those that are not durable yet.</summary>
    private List<Signal> Journal(ProfileSlot slot)
    {
        var waiting = new List<Signal>();
        foreach (var batch in _inFlight)
        {
            Collect(batch);
        }

        Collect(_batch);

        // Read after the batches were looked at: a row that became durable in between is in both, and counts once.
        var ids = waiting.Select(signal => signal.Id).ToHashSet();
        var signals = Loader.Signals(slot.DurableJournalHead, 0).Select(entry => entry.Signal).Where(signal => !ids.Contains(signal.Id)).ToList();
        signals.AddRange(waiting);
        return signals;

        void Collect(Commits.CommitBatch batch)
        {
            foreach (var row in batch.Signals)
            {
                if (ReferenceEquals(row.Slot, slot))
                {
                    waiting.Add(SignalCodec.Read(batch.Bytes(row.Start, row.Length)).Signal);
                }
            }
        }
    }

    private void CloseLoader()
    {
        _loader?.Dispose();
        _loader = null;
    }
}
