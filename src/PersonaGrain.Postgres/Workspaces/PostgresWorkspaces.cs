using System.Collections.Concurrent;
using System.Text;
using Npgsql;
using PersonaGrain.Auditing;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Postgres.Catalogs;
using PersonaGrain.Postgres.Journal;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;
using static PersonaGrain.Postgres.PostgresReader;

namespace PersonaGrain.Postgres.Workspaces;

/// <summary>The workspaces on PostgreSQL: rows of the same tables, led by the number of their workspace.</summary>
internal sealed class PostgresWorkspaces(SharedJournal journal, PostgresWriter writer, PostgresReader reader) : IWorkspaceStorage
{
    /// <summary>Rows deleted in one transaction: a second or less each.</summary>
    private const int Page = 20_000;

    private const string Columns = "w.number, w.name, w.settings::text, w.version, w.state, w.settled_catalog, w.settled_decisive";

    /// <summary>One row where there is nothing new: the database's time.</summary>
    private const string News = $"""
        SELECT {InForceRows.Now}, {Columns}, w.news, {InForceRows.Columns}
        FROM (SELECT) here
        LEFT JOIN personagrain.workspaces w ON w.news > $1
        LEFT JOIN LATERAL (
            SELECT version, document, applied FROM personagrain.catalogs
            WHERE workspace = w.number AND w.state = 0 ORDER BY version DESC LIMIT 1) c ON true
        LEFT JOIN personagrain.publication p ON p.workspace = w.number AND w.state = 0 AND p.number > 0
        ORDER BY w.news
        """;

    private const string Lock = $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Catalogs})";

    private const string Add = $"""
        WITH w AS (
            INSERT INTO personagrain.workspaces (name, settings, news)
            SELECT $1, $2::jsonb, nextval('personagrain.news')
            WHERE NOT EXISTS (SELECT FROM personagrain.workspaces WHERE name = $1)
            RETURNING *),
        catalog AS (INSERT INTO personagrain.catalogs (workspace, version, document, applied, author, message) SELECT number, $3, $4, $5, $6, $7 FROM w),
        population AS (INSERT INTO personagrain.population (workspace, catalog, body) SELECT number, 0, '' FROM w),
        publication AS (
            INSERT INTO personagrain.publication (workspace, number, at, body, decisive, decisive_at) SELECT number, 0, 0, '', 0, 0 FROM w)
        SELECT {Columns} FROM w
        """;

    private const string Change = $"""
        UPDATE personagrain.workspaces w SET settings = $3::jsonb, version = version + 1, news = nextval('personagrain.news')
        WHERE number = $1 AND version = $2 AND state = 0
        RETURNING {Columns}
        """;

    private const string LockForRemoval = $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Workspaces}, $1)";

    private const string BeginRemoval = """
        UPDATE personagrain.workspaces SET name = NULL, settings = '{}', version = version + 1, state = 1, news = nextval('personagrain.news')
        WHERE number = $1 AND number <> 0 AND state = 0
        RETURNING number
        """;

    private const string RemoveRows = "SELECT personagrain.remove_rows($1, $2)";

    private const string EndRemoval = """
        UPDATE personagrain.workspaces SET state = 2, news = nextval('personagrain.news') WHERE number = $1 AND state = 1
        """;

    private const string Settle = """
        UPDATE personagrain.workspaces
        SET settled_catalog = greatest(settled_catalog, $2), settled_decisive = greatest(settled_decisive, $3), news = nextval('personagrain.news')
        WHERE number = $1 AND state = 0 AND (settled_catalog < $2 OR settled_decisive < $3)
        """;

    private const string Totals = """
        SELECT t.workspace, sum(t.profiles)::bigint, sum(t.signals)::bigint
        FROM personagrain.totals t JOIN personagrain.workspaces w ON w.number = t.workspace
        WHERE w.state = 0
        GROUP BY t.workspace HAVING sum(t.signals) > 0
        ORDER BY t.workspace
        """;

    private readonly ConcurrentDictionary<WorkspaceNumber, WorkspaceStores> _stores = new();

    /// <inheritdoc />
    public IAuditTrail Audit { get; } = new PostgresAudit(writer, reader);

    /// <inheritdoc />
    public WorkspaceStores Of(WorkspaceNumber workspace) => _stores.GetOrAdd(
        workspace,
        static (number, here) => new WorkspaceStores(
            new PostgresJournal(here.Journal, number),
            new PostgresCatalogStore(here.Writer, here.Reader, number),
            new PostgresQuarantine(here.Writer, here.Reader, number)),
        (Journal: journal, Writer: writer, Reader: reader));

    /// <inheritdoc />
    public async ValueTask<WorkspaceNews> NewsAsync(long after, CancellationToken cancellation)
    {
        var rows = await reader.QueryAsync(
            News,
            static row => (
                Time: new Instant(row.GetInt64(0)),
                Position: row.IsDBNull(8) ? -1 : row.GetInt64(8),
                InForce: row.IsDBNull(1)
                    ? null
                    : new WorkspaceInForce(Read(row, 1), InForceRows.Read(row, 9), new SettledCatalog(row.GetInt32(6), row.GetInt64(7)))),
            cancellation,
            With(after));
        return new WorkspaceNews([.. rows.Select(static row => row.InForce).OfType<WorkspaceInForce>()], Math.Max(after, rows[^1].Position))
        {
            StoreTime = rows[0].Time,
        };
    }

    /// <inheritdoc />
    public async ValueTask<StoredWorkspace?> AddAsync(Workspace workspace, StoredCatalog catalog, CancellationToken cancellation) => (await WriteAsync(
        PostgresWriter.Command(
            Add,
            With(workspace.Name.Text),
            With(Settings(workspace)),
            With(catalog.Version),
            With(Encoding.UTF8.GetString(catalog.Json.Span)),
            With(catalog.Applied.Ticks),
            With(catalog.Origin.Author),
            With(catalog.Origin.Message)),
        cancellation)).FirstOrDefault();

    /// <inheritdoc />
    public async ValueTask<StoredWorkspace?> ChangeAsync(StoredWorkspace changed, CancellationToken cancellation)
    {
        var workspace = changed.Workspace ?? throw new ArgumentException("a workspace that is not live can not be changed", nameof(changed));
        return (await WriteAsync(
            PostgresWriter.Command(Change, With(changed.Number.Value), With(changed.Version), With(Settings(workspace))),
            cancellation)).FirstOrDefault();
    }

    /// <inheritdoc />
    public async ValueTask<bool> BeginRemovalAsync(WorkspaceNumber workspace, CancellationToken cancellation) => (await writer.RunAsync(
        static row => row.GetInt32(0),
        cancellation,
        PostgresWriter.Command(LockForRemoval, With(workspace.Value)),
        PostgresWriter.Command(Lock),
        PostgresWriter.Command(BeginRemoval, With(workspace.Value)))).Count == 1;

    /// <inheritdoc />
    public async ValueTask<bool> RemoveSomeAsync(WorkspaceNumber workspace, CancellationToken cancellation)
    {
        var removed = await writer.RunAsync(
            static row => row.GetInt32(0), cancellation, PostgresWriter.Command(RemoveRows, With(workspace.Value), With(Page)));
        if (removed[0] == Page)
        {
            return true;
        }

        await writer.RunAsync(cancellation, PostgresWriter.Command(Lock), PostgresWriter.Command(EndRemoval, With(workspace.Value)));
        return false;
    }

    /// <inheritdoc />
    public async ValueTask SettledAsync(WorkspaceNumber workspace, SettledCatalog settled, CancellationToken cancellation) => await writer.RunAsync(
        cancellation,
        PostgresWriter.Command(Lock),
        PostgresWriter.Command(Settle, With(workspace.Value), With(settled.Catalog), With(settled.Decisive)));

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<WorkspaceWake>> DueWakesAsync(
        int shard, Instant upTo, WorkspaceWake? after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await journal.Queries.DueWakesAsync(shard, upTo, after, limit, cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<WorkspaceTotals>> TotalsAsync(CancellationToken cancellation) => await reader.QueryAsync(
        Totals, static row => new WorkspaceTotals(new WorkspaceNumber(row.GetInt32(0)), row.GetInt64(1), row.GetInt64(2)), cancellation);

    private Task<List<StoredWorkspace>> WriteAsync(NpgsqlBatchCommand command, CancellationToken cancellation) =>
        writer.RunAsync(static row => Read(row, 0), cancellation, PostgresWriter.Command(Lock), command);

    private static string Settings(Workspace workspace) => Encoding.UTF8.GetString(WorkspaceCodec.Write(workspace));

    private static StoredWorkspace Read(NpgsqlDataReader row, int first)
    {
        var workspace = row.IsDBNull(first + 1)
            ? null
            : WorkspaceCodec.Read(WorkspaceName.Parse(row.GetString(first + 1)), Encoding.UTF8.GetBytes(row.GetString(first + 2)));
        return new StoredWorkspace(new WorkspaceNumber(row.GetInt32(first)), workspace, row.GetInt32(first + 3), (WorkspaceState)row.GetInt16(first + 4));
    }
}
