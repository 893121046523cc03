using PersonaGrain.Postgres.Setup;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Postgres.Tests;

/// <summary>One server for all tests that do not stop it; each test has a database of its own. It ends with the test process.</summary>
internal static class SharedServer
{
    private static readonly Task<PostgresServer> Server = PostgresServer.CreateAsync(flushes: false, "max_connections=300");

    /// <summary>An empty database.</summary>
    public static async Task<string> EmptyDatabaseAsync() => await (await Server).CreateDatabaseAsync();

    /// <summary>A database that is set up.</summary>
    public static async Task<string> DatabaseAsync()
    {
        var database = await EmptyDatabaseAsync();
        (await PostgresSetup.ApplyAsync(database, CancellationToken.None)).ShouldBeOfType<SetupResult.Ready>();
        return database;
    }
}
