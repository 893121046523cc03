using System.Buffers;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Commits;

/// <summary>What one partition did between two commit barriers, as rows that the writer has to make durable. Reused.</summary>
/// <remarks>It belongs to its partition until it is handed over, then to the writer, and to the partition again when it is done.</remarks>
internal sealed class CommitBatch(BlockNumbers numbers, StoreNames names)
{
    private const int BytesKept = 4 << 20;

    private readonly List<ActorSlot> _newSlots = [];
    private ArrayBufferWriter<byte> _snapshots = new(1 << 12);
    private bool _done;

    /// <summary>Counts the partition's batches, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The writer's epoch it was begun in; a batch of a past epoch builds on a failed commit and is never written.</summary>
    public int Epoch { get; private set; }

    /// <summary>Entries of the journal.</summary>
    public JournalBuffer Journal { get; } = new(numbers, names);

    /// <summary>New actors.</summary>
    public List<ActorRow> Actors { get; } = [];

    public List<EventRow> Events { get; } = [];

    public List<SnapshotRow> Snapshots { get; } = [];

    public List<WakeRow> Wakes { get; } = [];

    public HashSet<IdRow> Ids { get; } = [];

    public List<MarkRow> Marks { get; } = [];

    public List<HeadRow> Heads { get; } = [];

    /// <summary>What changes in the index of fields.</summary>
    public IndexRows Index { get; } = new();

    /// <summary>Names that its entries may have the numbers of.</summary>
    public int Names { get; private set; }

    /// <summary>Signals among the entries.</summary>
    public int Signals { get; set; }

    /// <summary>Profiles beside the new actors: those that got a first signal, or lost all, while they had a row already.</summary>
    public int Profiles { get; set; }

    /// <summary>With this batch all heads that the checkpoint needs of the partition are stored: entries that it does not cover lie in blocks from here on. Null where that is not so.</summary>
    public long? CheckpointBound { get; set; }

    /// <summary>Every actor with something in this batch, once, with where it stood before.</summary>
    public List<TouchedActor> Touched { get; } = [];

    /// <summary>Who waits for this batch to be durable.</summary>
    public List<ICommitWaiter> Waiters { get; } = [];

    /// <summary>The grid's clock when it was handed over.</summary>
    public Instant Clock { get; private set; }

    /// <summary>Why nothing of it may count: a call of which it has a part failed in another. Null where it may.</summary>
    public Store.StoreFault? Broken { get; set; }

    /// <summary>The writer is done with it.</summary>
    public bool IsDone => Volatile.Read(ref _done);

    public bool IsEmpty => !HasRows && Waiters.Count == 0 && Broken is null;

    public bool HasRows => !Journal.IsEmpty || Snapshots.Count + Wakes.Count + Ids.Count + Heads.Count + Index.Count > 0 || CheckpointBound is not null;

    /// <summary>Bytes of its buffers.</summary>
    public long Bytes => Journal.Capacity + _snapshots.Capacity + (Events.Capacity * 136L) + (Touched.Capacity * 32L) + (Wakes.Capacity * 16L) + Index.Bytes;

    /// <summary>Empties it for what comes next.</summary>
    public void Begin(long number, int epoch)
    {
        (Number, Epoch, _done, Clock, Broken, Signals, Profiles, CheckpointBound) = (number, epoch, false, default, null, 0, 0, null);
        Journal.Clear();
        _newSlots.Clear();
        Actors.Clear();
        Events.Clear();
        Snapshots.Clear();
        Wakes.Clear();
        Ids.Clear();
        Marks.Clear();
        Heads.Clear();
        Index.Clear();
        Touched.Clear();
        Waiters.Clear();
        if (_snapshots.Capacity > BytesKept)
        {
            _snapshots = new ArrayBufferWriter<byte>(1 << 12);
        }
        else
        {
            _snapshots.ResetWrittenCount();
        }
    }

    /// <summary>Notes that it has something of an actor.</summary>
    public void Touch(ActorSlot slot)
    {
        if (slot.LastBatch != Number)
        {
            slot.LastBatch = Number;
            Touched.Add(new TouchedActor(slot, slot.Head, slot.Sequence));
        }
    }

    /// <summary>Notes that an actor is new.</summary>
    public void AddNew(ActorSlot slot) => _newSlots.Add(slot);

    /// <summary>Adds a snapshot of an actor as it is now.</summary>
    public void AddSnapshot(ActorSlot slot, Actor actor)
    {
        var start = _snapshots.WrittenCount;
        actor.WriteSnapshot(_snapshots);
        Snapshots.Add(new SnapshotRow(slot.Key, slot.Sequence, actor.Catalog!.Version, start, _snapshots.WrittenCount - start));
    }

    /// <summary>Adds a snapshot as it was written elsewhere.</summary>
    public void AddSnapshot(in ActorAddress actor, int catalog, ReadOnlySpan<byte> snapshot)
    {
        Snapshots.Add(new SnapshotRow(actor.Key, actor.Sequence, catalog, _snapshots.WrittenCount, snapshot.Length));
        _snapshots.Write(snapshot);
    }

    /// <summary>The bytes of a snapshot.</summary>
    public ReadOnlySpan<byte> BytesOf(in SnapshotRow row) => _snapshots.WrittenSpan.Slice(row.Start, row.Length);

    /// <summary>Nothing more comes into it: it is handed over.</summary>
    public void Seal(Instant clock)
    {
        (Clock, Names) = (clock, names.Count);
        Journal.CloseBlock();
        foreach (var slot in _newSlots)
        {
            slot.IsNew = false;
            Actors.Add(new ActorRow(slot.Key, slot.Id.Key, slot.Head, slot.Sequence));
        }
    }

    /// <summary>The writer is done with it.</summary>
    public void Done() => Volatile.Write(ref _done, true);
}

/// <summary>An actor with something in a batch, and where it stood before: there it stands again where the batch fails.</summary>
internal readonly record struct TouchedActor(ActorSlot Slot, JournalPosition Head, long Sequence)
{
    /// <summary>Whether the batch made it.</summary>
    public bool IsNew => Sequence == 0;
}
