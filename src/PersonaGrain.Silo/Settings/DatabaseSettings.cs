using PersonaGrain.Postgres;

namespace PersonaGrain.Silo.Settings;

/// <summary>
/// The database of a cluster; the configuration section <c>PersonaGrain:Database</c>. See <see cref="PostgresOptions"/> for what each number
/// trades.
/// </summary>
internal sealed class DatabaseSettings
{
    /// <summary>Where it is, in Npgsql's form.</summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>Shared commits under way at once. Default 2.</summary>
    public int CommitsInFlight { get; set; } = 2;

    /// <summary>
    /// Connections for reads. Default 8: with the others 16 for each process, so that six of them stay below the 100 that PostgreSQL takes unless
    /// told otherwise.
    /// </summary>
    public int ReadConnections { get; set; } = 8;

    /// <summary>Connections by which snapshots and the positions of shards are read and written. Default 3.</summary>
    public int OrleansConnections { get; set; } = 3;

    /// <summary>
    /// Connections for the cluster's membership alone: however many snapshots are read, a silo says in time that it is alive. Default 2.
    /// </summary>
    public int MembershipConnections { get; set; } = 2;

    /// <summary>The options of the journal.</summary>
    public PostgresOptions ToOptions() => new()
    {
        ConnectionString = ConnectionString,
        CommitsInFlight = CommitsInFlight,
        ReadConnections = ReadConnections,
    };
}
