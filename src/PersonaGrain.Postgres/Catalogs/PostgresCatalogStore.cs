using System.Text;
using Npgsql;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using static PersonaGrain.Postgres.PostgresReader;

namespace PersonaGrain.Postgres.Catalogs;

/// <summary>What is in force in one workspace, on PostgreSQL: the newest versions of the catalog are kept, and the newest publication.</summary>
internal sealed class PostgresCatalogStore(PostgresWriter writer, PostgresReader reader, WorkspaceNumber workspace) : ICatalogStore
{
    private const string Newest = $"""
        SELECT {InForceRows.Columns}, {InForceRows.Now}, coalesce(w.state, 2)
        FROM (SELECT) here
        LEFT JOIN personagrain.workspaces w ON w.number = $3
        LEFT JOIN LATERAL (
            SELECT version, document, applied FROM personagrain.catalogs
            WHERE workspace = $3 AND version > $1 ORDER BY version DESC LIMIT 1) c ON true
        LEFT JOIN personagrain.publication p ON p.workspace = $3 AND p.number > $2
        """;

    private const string Lock = $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Catalogs})";

    /// <summary>What is saved or published is news; a statement that did neither is not followed by it.</summary>
    private const string Tell = "UPDATE personagrain.workspaces SET news = nextval('personagrain.news') WHERE number = $1 AND EXISTS (SELECT FROM done)";

    /// <summary>What is forgotten is counted without the one that is saved, which the statement does not see yet.</summary>
    private const string Save = $"""
        WITH done AS (
            INSERT INTO personagrain.catalogs (workspace, version, document, applied, author, message)
            SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT FROM personagrain.catalogs WHERE workspace = $1 AND version >= $2)
            RETURNING version),
        told AS ({Tell}),
        forgotten AS (
            DELETE FROM personagrain.catalogs c USING (
                SELECT version, row_number() OVER newest AS place, sum(octet_length(document)) OVER newest AS bytes
                FROM personagrain.catalogs WHERE workspace = $1 WINDOW newest AS (ORDER BY version DESC)) before
            WHERE EXISTS (SELECT FROM done) AND c.workspace = $1 AND c.version = before.version AND (before.place >= $7 OR before.bytes + $8 > $9))
        SELECT (SELECT version FROM done), (SELECT max(version) FROM personagrain.catalogs WHERE workspace = $1)
        """;

    private const string Entries = """
        SELECT version, applied, author, message, octet_length(document) FROM personagrain.catalogs
        WHERE workspace = $1 AND version < $2 ORDER BY version DESC LIMIT $3
        """;

    private const string Find = "SELECT version, document, applied, author, message FROM personagrain.catalogs WHERE workspace = $1 AND version = $2";

    private const string Publish = $"""
        WITH done AS (
            UPDATE personagrain.publication SET number = $2, at = $3, body = $4, decisive = $5, decisive_at = $6
            WHERE workspace = $1 AND number = $2 - 1
              AND NOT EXISTS (SELECT FROM personagrain.catalogs WHERE workspace = $1 AND version > $7)
            RETURNING number),
        told AS ({Tell})
        SELECT number FROM done
        """;

    public async ValueTask<StoredNews> NewestAsync(int above, long abovePublication, CancellationToken cancellation)
    {
        var rows = await reader.QueryAsync(
            Newest,
            static row => (News: InForceRows.Read(row, 0) with { StoreTime = new Instant(row.GetInt64(8)) }, State: (WorkspaceState)row.GetInt16(9)),
            cancellation,
            With(above),
            With(abovePublication),
            With(workspace.Value));
        return rows[0].State == WorkspaceState.Live ? rows[0].News : throw StoredWorkspace.Removed();
    }

    public async ValueTask<IReadOnlyList<CatalogEntry>> EntriesAsync(int below, int limit, CancellationToken cancellation) => await reader.QueryAsync(
        Entries,
        static row => new CatalogEntry(row.GetInt32(0), row.GetInt64(1) is var ticks and not 0 ? new Instant(ticks) : null, Origin(row, 2), row.GetInt32(4)),
        cancellation,
        With(workspace.Value),
        With(below),
        With(limit));

    public async ValueTask<StoredCatalog?> FindAsync(int version, CancellationToken cancellation) => (await reader.QueryAsync(
        Find,
        static row => new StoredCatalog(row.GetInt32(0), Encoding.UTF8.GetBytes(row.GetString(1)), new Instant(row.GetInt64(2))) { Origin = Origin(row, 3) },
        cancellation,
        With(workspace.Value),
        With(version))).FirstOrDefault();

    public async ValueTask<CatalogSave> SaveAsync(StoredCatalog catalog, CancellationToken cancellation)
    {
        try
        {
            var save = PostgresWriter.Command(
                Save,
                With(workspace.Value),
                With(catalog.Version),
                With(Encoding.UTF8.GetString(catalog.Json.Span)),
                With(catalog.Applied.Ticks),
                With(catalog.Origin.Author),
                With(catalog.Origin.Message),
                With(CatalogRetention.Catalogs),
                With((long)catalog.Json.Length),
                With((long)CatalogRetention.Bytes));
            var (isSaved, current) = (await writer.RunAsync(
                static row => (!row.IsDBNull(0), row.IsDBNull(1) ? 0 : row.GetInt32(1)),
                cancellation,
                [.. PostgresWriter.Require(workspace), PostgresWriter.Command(Lock), save]))[0];
            return isSaved ? CatalogSave.Saved.Instance : new CatalogSave.Stale(current);
        }
        catch (JournalUnavailableException unavailable)
        {
            return new CatalogSave.Unavailable(unavailable.Message, unavailable.RetryAfter);
        }
    }

    /// <inheritdoc />
    /// <remarks>One transaction, under the lock of those who save catalogs: what was decided under a catalog is published under it.</remarks>
    public async ValueTask<bool> PublishAsync(StoredPublication publication, int catalog, CancellationToken cancellation)
    {
        var publish = PostgresWriter.Command(
            Publish,
            With(workspace.Value),
            With(publication.Number),
            With(publication.At.Ticks),
            With(publication.Counts.ToArray()),
            With(publication.Decisive),
            With(publication.DecisiveAt.Ticks),
            With(catalog));
        var published = await writer.RunAsync(
            static row => row.GetInt64(0), cancellation, [.. PostgresWriter.Require(workspace), PostgresWriter.Command(Lock), publish]);
        return published.Count == 1;
    }

    private static CatalogOrigin Origin(NpgsqlDataReader row, int first) => new(Text(row, first), Text(row, first + 1));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
