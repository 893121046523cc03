using Microsoft.Extensions.Logging.Abstractions;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Postgres.Tests;

/// <summary>Storage in a database of its own.</summary>
public sealed class PostgresJournalHost : JournalHost
{
    private PostgresStorage? _storage;

    /// <summary>The database, for tests that look into it.</summary>
    internal string Database { get; private set; } = string.Empty;

    public override IWorkspaceStorage Workspaces => _storage!.Workspaces;

    public override async Task StartAsync(CancellationToken cancellation) => _storage = Open(Database = await SharedServer.DatabaseAsync());

    public override async ValueTask DisposeAsync()
    {
        if (_storage is not null)
        {
            await _storage.DisposeAsync();
        }
    }

    internal static PostgresStorage Open(string database, Func<PostgresOptions, PostgresOptions>? change = null)
    {
        // Generous, so that a busy machine fails no test; a test that is about a time-out sets its own.
        var minute = TimeSpan.FromMinutes(1);
        var options = new PostgresOptions { ConnectionString = database, StatementTimeout = minute, ConnectTimeout = minute, DrainTimeout = minute };
        return new PostgresStorage(change?.Invoke(options) ?? options, NullLoggerFactory.Instance, TimeProvider.System);
    }
}
