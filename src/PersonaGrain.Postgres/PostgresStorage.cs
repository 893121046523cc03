using Microsoft.Extensions.Logging;
using Npgsql;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Postgres.Journal;
using PersonaGrain.Postgres.Workspaces;

namespace PersonaGrain.Postgres;

/// <summary>A cluster's storage on PostgreSQL, as one process uses it. Needs a database that <see cref="Setup.PostgresSetup"/> has set up.</summary>
/// <remarks>
/// Nothing connects before the first use. Writes and reads have connections of their own, so that loading many profiles
/// never holds up a commit. The pool keeps sessions as they are, so a pooler in front must be in session mode.
/// </remarks>
public sealed class PostgresStorage : IAsyncDisposable
{
    private readonly NpgsqlDataSource _writes;
    private readonly NpgsqlDataSource _reads;
    private readonly SharedJournal _journal;
    private readonly PostgresWorkspaces _workspaces;

    /// <summary>Opens nothing yet.</summary>
    /// <exception cref="ArgumentException">The options have faults; the message names all of them.</exception>
    public PostgresStorage(PostgresOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        PostgresOptionsValidator.ThrowIfFaulty(options);
        _writes = PostgresSource.Create(options, options.CommitsInFlight + 1, loggers);
        _reads = PostgresSource.Create(options, options.ReadConnections, loggers);

        // A process that writes seldom, such as a gateway, would else find out with its next write that its connections are gone.
        var reader = new PostgresReader(_reads, options, _writes.Clear);
        _journal = new SharedJournal(_writes, reader, options, loggers.CreateLogger<PostgresJournal>(), time);
        _workspaces = new PostgresWorkspaces(_journal, new PostgresWriter(_writes, options), reader);
    }

    /// <summary>The workspaces.</summary>
    public IWorkspaceStorage Workspaces => _workspaces;

    /// <summary>The journal of main.</summary>
    public IActorJournal Journal => Main.Journal;

    /// <summary>The catalogs of main.</summary>
    public ICatalogStore Catalogs => Main.Catalogs;

    /// <summary>What was set aside in main.</summary>
    public IQuarantineStorage Quarantine => Main.Quarantine;

    private WorkspaceStores Main => _workspaces.Of(WorkspaceNumber.Main);

    /// <summary>The connection string that Orleans' AdoNet providers are given, so that they find their tables (invariant <c>Npgsql</c>).</summary>
    public static string OrleansConnectionString(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "personagrain", ApplicationName = "PersonaGrain Orleans" }.ConnectionString;

    /// <summary>Commits what is queued, within the drain time-out, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await _writes.DisposeAsync();
        await _reads.DisposeAsync();
    }
}
