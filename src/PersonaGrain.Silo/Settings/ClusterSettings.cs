namespace PersonaGrain.Silo.Settings;

/// <summary>Where a cluster's processes find each other, and where what they acknowledge is kept.</summary>
internal enum ClusterKind
{
    /// <summary>One process on this machine, everything in memory and lost with it: for development.</summary>
    Local,

    /// <summary>Any number of processes that meet in a PostgreSQL database.</summary>
    Postgres,
}

/// <summary>The cluster that a process belongs to; the configuration section <c>PersonaGrain:Cluster</c>.</summary>
internal sealed class ClusterSettings
{
    /// <summary>How processes find each other. Default local.</summary>
    public ClusterKind Kind { get; set; } = ClusterKind.Local;

    /// <summary>The cluster's name; processes of one name and database form one cluster. Default <c>personagrain</c>.</summary>
    public string Id { get; set; } = "personagrain";

    /// <summary>
    /// The address at which other processes reach this one: an IP address, a host name, or <c>auto</c> for this machine's own. Default 127.0.0.1:
    /// nobody else does.
    /// </summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port for other silos; 0 takes a free one. Default 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for gateways that are processes of their own; 0 takes a free one. Default 30000.</summary>
    public int ClientPort { get; set; } = 30000;

    /// <summary>How long a silo waits for the answer to a sign of life. Shorter finds lost silos sooner, and loses slow ones. Default 2 s.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Signs of life missed in a row after which a silo is declared lost. Fewer find lost silos sooner, and lose those that are only short of
    /// processors. Default 3.
    /// </summary>
    public int ProbesMissed { get; set; } = 3;

    /// <summary>
    /// How long a call between processes may take before it is made again; one that is lost with a silo is known by this alone. Shorter
    /// finds that sooner, and repeats calls that were only slow: no harm, since an id counts once, but such a signal is answered as a duplicate.
    /// Default 3 s.
    /// </summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(3);
}
