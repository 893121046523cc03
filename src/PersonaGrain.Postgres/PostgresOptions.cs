namespace PersonaGrain.Postgres;

/// <summary>How a process uses the database. Bound once, validated by <see cref="PostgresOptionsValidator"/>, never changed.</summary>
public sealed record PostgresOptions
{
    /// <summary>Where the database is, in Npgsql's form (<c>Host=…;Database=…;Username=…;Password=…</c>). Pooling, time-outs and preparation are set here, not there.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The most entries in one shared commit. More raises throughput and the wait of each append. Entries; default 2,000.</summary>
    public int MaximumRowsPerCommit { get; init; } = 2_000;

    /// <summary>The most payload in one shared commit; bounds memory. Bytes; default 4 MiB.</summary>
    public int MaximumBytesPerCommit { get; init; } = 4 << 20;

    /// <summary>Shared commits under way at once, each on its own connection. More hides the server's latency, but makes each commit smaller. Default 2.</summary>
    public int CommitsInFlight { get; init; } = 2;

    /// <summary>Appends that may wait for a commit; beyond it appenders wait, then are told <c>Unavailable</c>. Default 16,384.</summary>
    public int QueueCapacity { get; init; } = 16_384;

    /// <summary>How long an appender waits for a place in the queue. Default 2 s.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Connections for reads. More lets more profiles load at once; the server's own limit bounds it. Default 16.</summary>
    public int ReadConnections { get; init; } = 16;

    /// <summary>How long to try to connect, and how long a read waits for a free connection. Whole seconds; default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the server works on one statement before it gives up. Longer rides out hiccups, shorter tells callers sooner. Default 10 s.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What callers are told to wait after a failure. Default 1 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often to look for events of other processes while someone waits for them. Shorter is fresher, at one small query each. Default 100 ms.</summary>
    public TimeSpan EventPollInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a shutdown waits for queued appends to be committed. Default 10 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
