using PersonaGrain.Population.Census;

namespace PersonaGrain.Grains;

/// <summary>How the cluster engine works; bound from the configuration section <c>PersonaGrain:Grains</c>.</summary>
public sealed class GrainEngineOptions
{
    /// <summary>The name of the Orleans grain storage that keeps snapshots and the positions of shards.</summary>
    public const string Storage = "personagrain";

    /// <summary>Journal entries of a profile after which a snapshot of it is written. More cost less while writing, and more when it is activated. Default 256.</summary>
    public int SnapshotEvery { get; set; } = 256;

    /// <summary>Entries since the last snapshot from which a profile that leaves memory writes one; fewer are folded again next time. Default 16.</summary>
    public int SnapshotWhenLeaving { get; set; } = 16;

    /// <summary>Journal entries from which on an actor has snapshots: one with fewer is put together from its journal alone, in one look. At most 100 are read in that look. Default 64.</summary>
    public int SnapshotFrom { get; set; } = 64;

    /// <summary>A profile leaves memory as soon as its turn ends. For tests, and for bulk loads of profiles that are not read. Default off: it stays for <see cref="ProfileCollectionAge"/>.</summary>
    public bool ForgetIdleProfiles { get; set; }

    /// <summary>How long a profile stays in memory after it was last asked for. Less takes less memory, and reads the database more; more than a minute. Default 15 min.</summary>
    public TimeSpan ProfileCollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How often a process looks for new catalogs, in all workspaces at once. Less finds it sooner and asks the database more. Default 200
    /// ms.
    /// </summary>
    public TimeSpan CatalogPoll { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long after a change of the cluster, or after an append that was not answered, an actor in memory looks into the journal before it
    /// answers without writing: as long as a silo that was declared dead may take to notice. More costs a read for each such answer. Default 1 min.
    /// </summary>
    public TimeSpan FencingWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How far a process's clock may be ahead of the database's before time goes by the database's: a fast clock would pull profiles ahead of
    /// all others, for good. Less is nearer to the truth, more bears clocks that are badly set. The time that a look takes is allowed for. Default 1 s.
    /// </summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a catalog may be used after it was last seen to be the newest; the time within which a change reaches every process. Where it is not longer than <see cref="CatalogPoll"/>, calls have to look for themselves, and wait for it. Default 600 ms.</summary>
    public TimeSpan CatalogLease { get; set; } = TimeSpan.FromMilliseconds(600);

    /// <summary>
    /// The longest time between two publications of what the population says (the first few come sooner: <see cref="CensusInterval"/>), in time of the grid's clock. Less makes correlations fresher; where
    /// scores decide about segments, every profile is then evaluated in the background. 0 publishes never. Default 10 min.
    /// </summary>
    public TimeSpan PopulationInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Of how many people, chosen by a number that stands for each, a census looks at the past too. More makes what is learned from it surer, and a census
    /// longer. Default 20,000.
    /// </summary>
    public long CensusHistories { get; set; } = 20_000;

    /// <summary>
    /// Shards of 32 that a census has under way at once. More is quicker where there are many silos, of which each counts one page at a time all the same.
    /// Default 8.
    /// </summary>
    public int CensusConcurrency { get; set; } = 8;

    /// <summary>How often the schedule looks for profiles to wake. Default 500 ms.</summary>
    public TimeSpan SchedulePoll { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often each silo sees to it that schedule and re-evaluation are alive somewhere; after a silo is lost they stand still for up to this long. Default 1 s.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Profiles that one shard of the schedule or of the re-evaluation works on at once. Default 32.</summary>
    public int ShardConcurrency { get; set; } = 32;

    /// <summary>How old a segment's answer may be. Default 200 ms.</summary>
    public TimeSpan SegmentStaleness { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a process gathers which segments changed before it tells their shards. Default 50 ms.</summary>
    public TimeSpan HintDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Membership changes after which a segment shard writes its state. Default 5,000.</summary>
    public int ShardSnapshotEvery { get; set; } = 5_000;

    /// <summary>Signals that one process may have under way before callers hear "busy"; bounds its memory. Default 65,536.</summary>
    public int MaximumSignalsInFlight { get; set; } = 65_536;

    /// <summary>
    /// Signals that may be set aside in each workspace (<c>"faults": "quarantine"</c> in a catalog); what comes when it is full is refused,
    /// and says so. Default 1,000,000.
    /// </summary>
    public long QuarantineCapacity { get; set; } = 1_000_000;

    /// <summary>Profiles that one call to the grid may address at once. Default 256.</summary>
    public int MaximumConcurrentProfiles { get; set; } = 256;

    /// <summary>How long a call is tried again while silos come and go, before the caller hears "unavailable". Default 8 s.</summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Events that a process keeps for its watchers, of each workspace that is watched; who is further behind reads the journal. Default
    /// 16,384.
    /// </summary>
    public int EventsKept { get; set; } = 16_384;
}
