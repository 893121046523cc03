using Npgsql;
using PersonaGrain.Silo.Commands;

namespace PersonaGrain.Silo.Topology;

/// <summary>A PostgreSQL server of this cluster's own, from this machine's programs, with its data in the cluster's folder.</summary>
/// <remarks>
/// It listens on a socket in a folder that only its user may enter, and on no port: so it needs no password. The server refuses
/// to run as root; for root it runs as the user <c>postgres</c>, or <c>nobody</c> where there is none.
/// </remarks>
internal sealed class LocalPostgres
{
    private const string Installations = "/usr/lib/postgresql";
    private const string Name = "personagrain";

    // The longest path of a socket is 107 bytes, and the server adds its own name.
    private const int LongestSocketFolder = 85;
    private readonly TopologyFolder _folder;
    private readonly string _programs;
    private readonly string? _user = Environment.UserName == "root" ? OtherUser() : null;
    private readonly string _socket;

    /// <summary>Finds the programs.</summary>
    /// <exception cref="TopologyFault">They are not on this machine.</exception>
    public LocalPostgres(TopologyFolder folder)
    {
        _folder = folder;
        _programs = Find() ?? throw new TopologyFault(
            ExitCode.Database,
            "PostgreSQL's programs are not on this machine: install them (Debian: postgresql), name their folder in PERSONAGRAIN_POSTGRES_BIN, or give a server with --database");
        var inside = folder.Inside("run/socket");
        _socket = inside.Length <= LongestSocketFolder ? inside : Path.Combine(Path.GetTempPath(), $"personagrain-{Environment.ProcessId}");
    }

    /// <summary>How its database is reached.</summary>
    public string ConnectionString => Connection(Name);

    private string Data => _folder.Inside("postgres");

    /// <summary>Makes the server's data once, and what it needs to start.</summary>
    /// <exception cref="TopologyFault">It can not.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        MakePrivate(_socket);
        await OwnAsync(_socket, cancellation);
        if (Directory.Exists(Data))
        {
            return;
        }

        // Made beside its place, so that what was interrupted is not taken for a server's data.
        var made = Data + ".new";
        if (Directory.Exists(made))
        {
            Directory.Delete(made, recursive: true);
        }

        MakePrivate(made);
        await OwnAsync(made, cancellation);
        await Programs.RunAsync([.. AsUser("initdb"), "-D", made, "-U", Name, "-A", "trust", "-E", "UTF8", "--locale=C"], cancellation);
        Directory.Move(made, Data);
    }

    /// <summary>How it is started.</summary>
    /// <param name="connections">Connections that all processes together may open.</param>
    public AttendedStart Start(int connections) => new(
        "postgres",
        [.. AsUser("postgres"), "-D", Data, "-k", _socket, "-c", "listen_addresses=", "-c", $"max_connections={connections}", "-c", "logging_collector=off"],
        "INT",
        TimeSpan.FromSeconds(30),
        new Dictionary<string, string>());

    /// <summary>Why it does not answer, or null when it does and has its database.</summary>
    public async Task<string?> HealthAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Connection("postgres"));
            await connection.OpenAsync(cancellation);
            await using var there = new NpgsqlCommand($"SELECT 1 FROM pg_database WHERE datname = '{Name}'", connection);
            if (await there.ExecuteScalarAsync(cancellation) is null)
            {
                await using var create = new NpgsqlCommand($"CREATE DATABASE {Name}", connection);
                await create.ExecuteNonQueryAsync(cancellation);
            }

            return null;
        }
        catch (NpgsqlException away)
        {
            return away.Message;
        }
    }

    private string Connection(string database) =>
        new NpgsqlConnectionStringBuilder { Host = _socket, Database = database, Username = Name, Pooling = database == Name }.ConnectionString;

    private string[] AsUser(string program)
    {
        var path = Path.Combine(_programs, program);
        return _user is null ? [path] : ["setpriv", $"--reuid={_user}", "--clear-groups", "--", path];
    }

    private async Task OwnAsync(string folder, CancellationToken cancellation)
    {
        if (_user is null)
        {
            return;
        }

        await Programs.RunAsync(["chown", _user, folder], cancellation);
        try
        {
            await Programs.RunAsync(["setpriv", $"--reuid={_user}", "--clear-groups", "--", "test", "-w", folder], cancellation);
        }
        catch (TopologyFault)
        {
            throw new TopologyFault(
                ExitCode.Database, $"PostgreSQL does not run as root, and its user {_user} can not reach {folder}: choose a folder that it can with --data, or run this as another user");
        }
    }

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new TopologyFault(ExitCode.Faulty, "a server of its own needs Linux or macOS; give one that is there with --database");
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string OtherUser() =>
        File.ReadLines("/etc/passwd").Any(static line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static string? Find()
    {
        var installed = Directory.Exists(Installations)
            ? Directory.EnumerateDirectories(Installations).OrderByDescending(static folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(static folder => Path.Combine(folder, "bin"))
            : [];
        return new[] { Environment.GetEnvironmentVariable("PERSONAGRAIN_POSTGRES_BIN") }
            .Concat(installed)
            .Append(Path.GetDirectoryName(Programs.Find("initdb")))
            .FirstOrDefault(static folder => folder is { Length: > 0 } && File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
