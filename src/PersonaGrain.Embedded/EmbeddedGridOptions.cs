namespace PersonaGrain.Embedded;

/// <summary>How an embedded grid is run. Every option has a default that suits one machine; <see cref="DataDirectory"/> alone must be given.</summary>
public sealed record EmbeddedGridOptions
{
    /// <summary>The folder of the store; made where it is missing. It belongs to one grid at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// Single-writer partitions that profiles are spread over, each with a thread of its own. More use more cores; more than there
    /// are cores only adds switching. It may differ from one start to the next. Default: the number of processors.
    /// </summary>
    public int Partitions { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Signals that may wait in one partition or be in its next commit. A longer queue takes bigger bursts and shares a sync to disk among
    /// more callers, and makes the last caller of a burst wait longer; when it is full, callers are told "busy, retry after". Default 20,000.
    /// </summary>
    public int QueueCapacity { get; init; } = 20_000;

    /// <summary>
    /// Managed memory that activated profiles may hold together, in bytes. More keeps more profiles warm; what does not fit is snapshotted
    /// and leaves memory, and its next signal costs a read. Default 1 GiB.
    /// </summary>
    public long MemoryBudget { get; init; } = 1L << 30;

    /// <summary>
    /// How many positions the oldest change without a snapshot may lie behind, in journal and event rows. Less makes recovery after a crash
    /// shorter (it replays at most this many rows) and writes snapshots more often. Default 4,000,000 (some seconds of recovery).
    /// </summary>
    public long SnapshotLag { get; init; } = 4_000_000;

    /// <summary>
    /// What drives the clock of a new store; a store that holds signals keeps the clock it was filled with, and null takes what
    /// the store says. Default null: <see cref="GridClock.System"/> for a new store.
    /// </summary>
    public GridClock? Clock { get; init; }

    /// <summary>
    /// How long events stay readable after they were recorded, in time of the grid's clock. Less bounds the store's growth; watchers that resume from before it
    /// have missed events, and reads of a past time reach back no further. Null keeps all. Default null.
    /// </summary>
    public TimeSpan? EventRetention { get; init; }

    /// <summary>
    /// The time between two publications of what the population says, in time of the machine's clock. Less makes correlations fresher and
    /// re-evaluates profiles more often. Zero publishes only when the grid opens. Default 10 minutes.
    /// </summary>
    public TimeSpan PopulationInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a commit waits for another process that holds a lock on the store, before callers are told that it is locked.
    /// More rides out a backup tool's short locks; less answers sooner. Default 1 second.
    /// </summary>
    public TimeSpan LockPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a grid whose store failed waits before it tries to write again, in time of the machine. Less recovers sooner, more
    /// spares a sick disk. Default 1 second.
    /// </summary>
    public TimeSpan FaultRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Limits that a test sets to make a disk full and lifts to free it.</summary>
    internal StoreLimits Limits { get; init; } = new();

    /// <summary>Every fault of these options; empty when they are sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Require(!string.IsNullOrWhiteSpace(DataDirectory), "DataDirectory: name a folder");
        Require(Partitions is >= 1 and <= 1024, $"Partitions: {Partitions}; give 1 to 1024");
        Require(QueueCapacity >= 1, $"QueueCapacity: {QueueCapacity}; give at least 1");
        Require(MemoryBudget >= 0, $"MemoryBudget: {MemoryBudget}; give bytes, 0 or more");
        Require(SnapshotLag >= 1, $"SnapshotLag: {SnapshotLag}; give at least 1");
        Require(Clock is null or GridClock.System or GridClock.Signals, $"Clock: {Clock}; give System, Signals or null");
        Require(EventRetention is null || EventRetention > TimeSpan.Zero, $"EventRetention: {EventRetention}; give a time above zero or null");
        Require(PopulationInterval >= TimeSpan.Zero, $"PopulationInterval: {PopulationInterval}; give zero or more");
        Require(LockPatience >= TimeSpan.Zero, $"LockPatience: {LockPatience}; give zero or more");
        Require(FaultRetry > TimeSpan.Zero, $"FaultRetry: {FaultRetry}; give a time above zero");
        return faults;

        void Require(bool sound, string fault)
        {
            if (!sound)
            {
                faults.Add(fault);
            }
        }
    }
}

/// <summary>Limits of a store's file, read whenever it is opened for writing.</summary>
internal sealed record StoreLimits
{
    /// <summary>The most pages the file may have; 0 for no limit.</summary>
    public int MaximumPages { get; set; }
}
