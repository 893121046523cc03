using Npgsql;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>A database of one test, copied from one that was set up once. All are on one server, which ends with the test process.</summary>
internal sealed class TestDatabase
{
    private const string ObjectInUse = "55006";

    private static readonly Task<Origin> Template = Origin.CreateAsync();
    private static int _created;

    private readonly Origin _origin;
    private readonly int _number;
    private int _lives = 1;

    private TestDatabase(Origin origin, int number) => (_origin, _number) = (origin, number);

    /// <summary>How to reach it.</summary>
    public string ConnectionString => _origin.Server.ConnectionString(Name);

    private string Name => $"test_{_number}_{_lives}";

    /// <summary>Makes a database: one that is set up and empty, or as it is set up by the caller.</summary>
    public static async Task<TestDatabase> CreateAsync(Func<string, Task>? setUp = null)
    {
        var origin = await Template;
        var database = new TestDatabase(origin, Interlocked.Increment(ref _created));
        await origin.ExecuteAsync($"CREATE DATABASE {database.Name} TEMPLATE {(setUp is null ? Origin.Name : "template0")}");
        await (setUp?.Invoke(database.ConnectionString) ?? Task.CompletedTask);
        return database;
    }

    /// <summary>Changes something in it directly.</summary>
    public async Task ExecuteAsync(params string[] statements)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false });
        foreach (var sql in statements)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Ends every session, and gives the database another name: who knows the old one never comes back to it. What was committed is there.</summary>
    public async Task CutOffAsync()
    {
        var before = Name;
        _lives++;
        await _origin.ExecuteAsync($"ALTER DATABASE {before} ALLOW_CONNECTIONS false");
        while (!await TryRenameAsync(before))
        {
            // A session that was about to begin has begun.
        }

        await _origin.ExecuteAsync($"ALTER DATABASE {Name} ALLOW_CONNECTIONS true");
    }

    /// <summary>Removes it, whoever uses it.</summary>
    public Task DropAsync() => _origin.ExecuteAsync($"DROP DATABASE {Name} WITH (FORCE)");

    private async Task<bool> TryRenameAsync(string before)
    {
        await _origin.ExecuteAsync($"SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = '{before}'");
        try
        {
            await _origin.ExecuteAsync($"ALTER DATABASE {before} RENAME TO {Name}");
            return true;
        }
        catch (PostgresException fault) when (fault.SqlState == ObjectInUse)
        {
            return false;
        }
    }

    /// <summary>The server, and the database that all others are copies of.</summary>
    private sealed class Origin(PostgresServer server)
    {
        public const string Name = "template_grid";

        /// <summary>The server itself never crashes, so that nothing has to be written for that; each database that is dropped makes a checkpoint.</summary>
        private static readonly string[] Settings =
            ["max_connections=500", "autovacuum=off", "full_page_writes=off", "synchronous_commit=off", "wal_level=minimal", "max_wal_senders=0", "jit=off"];

        private readonly NpgsqlDataSource _administration = NpgsqlDataSource.Create(server.ConnectionString("postgres"));

        public PostgresServer Server => server;

        public static async Task<Origin> CreateAsync()
        {
            var origin = new Origin(await PostgresServer.CreateAsync(flushes: false, Settings));
            await origin.ExecuteAsync($"CREATE DATABASE {Name}");
            (await PostgresSetup.ApplyAsync(origin.Server.ConnectionString(Name), CancellationToken.None)).ShouldBeOfType<SetupResult.Ready>();
            return origin;
        }

        public async Task ExecuteAsync(string sql)
        {
            await using var command = _administration.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
