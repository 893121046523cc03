using System.Buffers;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Grid;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Commits;

/// <summary>What one partition did and the writer has to make durable: rows in the order they happened. Reused between commits.</summary>
internal sealed class CommitBatch(Partition partition)
{
    private const int MostBytesKept = 8 << 20;

    public Partition Partition { get; } = partition;

    /// <summary>Counts the partition's batches, from 1.</summary>
    public long Sequence { get; private set; }

    /// <summary>The writer's epoch it was begun in; a batch of a past epoch builds on a failed commit and is never written.</summary>
    public int Epoch { get; private set; }

    public List<ProfileSlot> NewProfiles { get; } = [];

    public List<SignalRow> Signals { get; } = [];

    public List<EventRow> Events { get; } = [];

    public List<SnapshotRow> Snapshots { get; } = [];

    /// <summary>What the batch adds to the population's counts, all of the catalog <see cref="CountedUnder"/>.</summary>
    public PopulationCounts Counts { get; private set; } = new();

    /// <summary>The version of the catalog that the counts are of.</summary>
    public int CountedUnder { get; private set; }

    /// <summary>Every slot with something in this batch, once.</summary>
    public List<ProfileSlot> Touched { get; } = [];

    /// <summary>Who waits for this batch to be durable.</summary>
    public List<ICommitWaiter> Waiters { get; } = [];

    /// <summary>The grid's clock when it was handed over.</summary>
    public Instant Clock { get; set; }

    /// <summary>Why what is in it can not be trusted: a turn stopped in the middle of a change. Null where it can.</summary>
    public string? Broken { get; set; }

    /// <summary>The writer is done with it.</summary>
    public bool IsDone => Volatile.Read(ref _done);

    public bool IsEmpty => Signals.Count + Events.Count + Snapshots.Count + NewProfiles.Count + Waiters.Count == 0 && Broken is null;

    public bool HasRows => !Counts.IsEmpty || Signals.Count + Events.Count + Snapshots.Count + NewProfiles.Count > 0;

    private ArrayBufferWriter<byte> _bytes = new(1 << 16);
    private bool _done;

    public void Begin(long sequence, int epoch, int catalogVersion)
    {
        StartCounting(catalogVersion);
        Sequence = sequence;
        Epoch = epoch;
        _done = false;
        Clock = default;
        Broken = null;
        NewProfiles.Clear();
        Signals.Clear();
        Events.Clear();
        Snapshots.Clear();
        Touched.Clear();
        Waiters.Clear();
        if (_bytes.Capacity > MostBytesKept)
        {
            _bytes = new ArrayBufferWriter<byte>(1 << 16);
        }
        else
        {
            _bytes.ResetWrittenCount();
        }
    }

    /// <summary>Drops what was counted under another catalog: its profiles are counted whole when they move.</summary>
    public void StartCounting(int catalogVersion)
    {
        CountedUnder = catalogVersion;
        if (!Counts.IsEmpty)
        {
            Counts = new PopulationCounts();
        }
    }

    public void Add(ProfileSlot slot, Signal signal, Instant received)
    {
        var start = _bytes.WrittenCount;
        SignalCodec.Write(signal, received, _bytes);
        Signals.Add(new SignalRow(slot, start, _bytes.WrittenCount - start));
        Touch(slot);
    }

    public void Add(ProfileSlot slot, in EventRow row)
    {
        Events.Add(row);
        Touch(slot);
    }

    public void AddSnapshot(ProfileSlot slot, ProfileMachine machine, ProfileState state)
    {
        var start = _bytes.WrittenCount;
        machine.WriteSnapshot(state, _bytes);
        Snapshots.Add(new SnapshotRow(slot, start, _bytes.WrittenCount - start, state.WakeAt, machine.Catalog.Version));
        Touch(slot);
    }

    public ReadOnlySpan<byte> Bytes(int start, int length) => _bytes.WrittenSpan.Slice(start, length);

    public void Done() => Volatile.Write(ref _done, true);

    public void Touch(ProfileSlot slot)
    {
        if (slot.LastBatch != Sequence)
        {
            slot.LastBatch = Sequence;
            Touched.Add(slot);
        }
    }
}

/// <summary>A signal to journal.</summary>
internal readonly record struct SignalRow(ProfileSlot Slot, int Start, int Length);

/// <summary>An event to record.</summary>
internal readonly record struct EventRow(ProfileSlot Slot, GridEventKind Kind, string Subject, Instant At, int Version, double? Score);

/// <summary>A snapshot to write.</summary>
internal readonly record struct SnapshotRow(ProfileSlot Slot, int Start, int Length, Instant Wake, int CatalogVersion);
