using Npgsql;
using PersonaGrain.Postgres.Local;
using PersonaGrain.Silo.Commands;

namespace PersonaGrain.Silo.Topology;

/// <summary>A PostgreSQL server of this cluster's own, with its data in the cluster's folder.</summary>
/// <remarks>It listens on a socket in a folder that only its user may enter, and on no port: so it needs no password.</remarks>
internal sealed class LocalPostgres
{
    private const string Name = "personagrain";

    // The longest path of a socket is 107 bytes, and the server adds its own name.
    private const int LongestSocketFolder = 85;
    private readonly TopologyFolder _folder;
    private readonly LocalServer _server;

    /// <summary>Finds the programs.</summary>
    /// <param name="folder">The cluster's folder.</param>
    /// <param name="connections">Connections that all processes together may open.</param>
    /// <exception cref="TopologyFault">They are not on this machine.</exception>
    public LocalPostgres(TopologyFolder folder, int connections)
    {
        var installation = PostgresInstallation.Find() ?? throw new TopologyFault(
            ExitCode.StoreUnavailable,
            "PostgreSQL's programs are not on this machine: install them (Debian: postgresql), "
            + $"name their folder in {PostgresInstallation.Variable}, or give a server with --database");
        var inside = folder.Inside("run/socket");
        _folder = folder;
        _server = new LocalServer(installation, new LocalServerOptions
        {
            Data = folder.Inside("postgres"),
            Socket = inside.Length <= LongestSocketFolder ? inside : Path.Combine(Path.GetTempPath(), $"personagrain-{Environment.ProcessId}"),
            Superuser = Name,
            Settings = [$"max_connections={connections}"],
        });
    }

    /// <summary>How its database is reached.</summary>
    public string ConnectionString => _server.ConnectionString(Name);

    /// <summary>Makes the server's data once, and what it needs to start.</summary>
    /// <exception cref="TopologyFault">It can not.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (await _server.PrepareAsync(cancellation) is { } reason)
        {
            throw new TopologyFault(
                ExitCode.StoreUnavailable, $"{reason}. Choose another folder with --data, run this as another user, or give a server with --database");
        }
    }

    /// <summary>How it is started.</summary>
    public ChildStart Start() => new(_server.Command(), _folder.Log("postgres"))
    {
        PidFile = _folder.Pid("postgres"),
        StopSignal = "INT",
        StopTimeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Why it does not answer, or null when it does and has its database.</summary>
    public async Task<string?> HealthAsync(CancellationToken cancellation)
    {
        try
        {
            await _server.CreateDatabaseAsync(Name, cancellation);
            return null;
        }
        catch (NpgsqlException away)
        {
            return away.Message;
        }
    }
}
