using PersonaGrain.Embedded.Store;
using PersonaGrain.Population.Census;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded;

/// <summary>How an embedded grid is run. Every option has a default that suits one machine; <see cref="DataDirectory"/> alone must be given.</summary>
public sealed record EmbeddedGridOptions
{
    /// <summary>The folder of the store; made where it is missing. It belongs to one grid at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// Single-writer partitions that actors are spread over, each with a thread of its own. More use more cores; more than there
    /// are cores only adds switching. It may differ from one start to the next. Default: the number of processors.
    /// </summary>
    public int Partitions { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Signals that may wait in one partition or be in its next commit. A longer queue takes bigger bursts and shares a sync to disk among
    /// more callers, and makes the last caller of a burst wait longer; when it is full, callers are told "busy, retry after". Default 20,000.
    /// </summary>
    public int QueueCapacity { get; init; } = 20_000;

    /// <summary>
    /// Memory that the grid may take, in bytes: actors in memory, caches of the store, and what the garbage collector needs beside what is
    /// live. More keeps more profiles warm; what does not fit leaves memory, and its next signal costs some reads. Default 1 GiB.
    /// </summary>
    /// <remarks>
    /// Not bounded by it: the program itself and the commits under way (about 100 MB), calls that callers hold (bounded by
    /// <see cref="QueueCapacity"/>), one call larger than that, and answers that callers keep. Below about 64 MB it is exceeded by what any grid
    /// needs; 0 keeps no actor longer than a commit. Of it 40 % are for the actors' own bytes: what the collector leaves for later takes the rest.
    /// </remarks>
    public long MemoryBudget { get; init; } = 1L << 30;

    /// <summary>
    /// After how many entries of its own an actor is snapshotted. Less makes loading one from the store faster (it reads at most this many
    /// entries beside the snapshot), more writes less. An actor that leaves memory is snapshotted after an eighth of it. Default 64.
    /// </summary>
    public int SnapshotEvery { get; init; } = 64;

    /// <summary>
    /// Bytes of journal between two checkpoints. A start after a crash reads at most about twice as much; more writes less.
    /// Default 128 MiB (about a million signals; read in about half a second).
    /// </summary>
    public long CheckpointInterval { get; init; } = 128L << 20;

    /// <summary>
    /// What drives the clock. Null takes what the store says, <see cref="GridClock.System"/> for a new one. A store that signals drove and that is
    /// opened with <see cref="GridClock.System"/> lets time run on to now, with exact past times, and is driven by the machine from then
    /// on; a store that holds signals does not go back to <see cref="GridClock.Signals"/>. Default null.
    /// </summary>
    public GridClock? Clock { get; init; }

    /// <summary>
    /// How long events stay readable after they were committed, in time of the grid's clock. Less bounds the list of events; watchers that resume from before it
    /// have missed events, and reads of a past time reach back no further. Null keeps all. Default null.
    /// </summary>
    public TimeSpan? EventRetention { get; init; }

    /// <summary>
    /// The longest time between two publications of what the population says (the first few come sooner: <see cref="CensusInterval"/>), in time of the machine's clock. Less makes correlations fresher and
    /// re-evaluates profiles more often. Zero publishes only when the grid opens, where <see cref="CountsAtOpening"/> says so. Default 10 minutes.
    /// </summary>
    public TimeSpan PopulationInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether everybody is counted when the grid opens, in the background, and not only an interval later. Default true.</summary>
    public bool CountsAtOpening { get; init; } = true;

    /// <summary>Of how many people, chosen by a number that stands for each, a census looks at the past too.</summary>
    public long CensusHistories { get; init; } = 20_000;

    /// <summary>
    /// How long a commit waits for another process that holds a lock on the store, before callers are told that it is locked.
    /// More rides out a backup tool's short locks; less answers sooner. Default 1 second.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a grid whose store failed waits before it tries to write again, in time of the machine. Less recovers sooner, more
    /// spares a sick disk. Default 1 second.
    /// </summary>
    public TimeSpan FaultRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many signals may be set aside, of types that the catalog declares so (<c>"faults": "quarantine"</c>); what comes when it is full is refused, and
    /// says so. More keeps more for a catalog that fits them, at some 300 bytes of disk each. Default 1,000,000.
    /// </summary>
    public long QuarantineCapacity { get; init; } = 1_000_000;

    /// <summary>Actors with more entries than this learn from their history beside their partition, so that it does not hold up others.</summary>
    internal int LongHistory { get; init; } = 50_000;

    /// <summary>The kinds of actors.</summary>
    internal ActorKinds Kinds { get; init; } = ActorKinds.Standard;

    /// <summary>Limits that a test sets to make the store fail, and lifts again.</summary>
    internal StoreLimits Limits { get; init; } = new();

    /// <summary>Every fault of these options; empty when they are sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Require(!string.IsNullOrWhiteSpace(DataDirectory), "DataDirectory: name a folder");
        Require(Partitions is >= 1 and <= 1024, $"Partitions: {Partitions}; give 1 to 1024");
        Require(QueueCapacity >= 1, $"QueueCapacity: {QueueCapacity}; give at least 1");
        Require(MemoryBudget >= 0, $"MemoryBudget: {MemoryBudget}; give bytes, 0 or more");
        Require(SnapshotEvery >= 1, $"SnapshotEvery: {SnapshotEvery}; give at least 1");
        Require(CheckpointInterval >= 1, $"CheckpointInterval: {CheckpointInterval}; give bytes, at least 1");
        Require(Clock is null or GridClock.System or GridClock.Signals, $"Clock: {Clock}; give System, Signals or null");
        Require(EventRetention is null || EventRetention > TimeSpan.Zero, $"EventRetention: {EventRetention}; give a time above zero or null");
        Require(CensusHistories > 0, $"CensusHistories: {CensusHistories}; give 1 or more");
        Require(PopulationInterval >= TimeSpan.Zero, $"PopulationInterval: {PopulationInterval}; give zero or more");
        Require(LockTimeout >= TimeSpan.Zero, $"LockTimeout: {LockTimeout}; give zero or more");
        Require(FaultRetry > TimeSpan.Zero, $"FaultRetry: {FaultRetry}; give a time above zero");
        Require(QuarantineCapacity >= 0, $"QuarantineCapacity: {QuarantineCapacity}; give 0 for none, or more");
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
