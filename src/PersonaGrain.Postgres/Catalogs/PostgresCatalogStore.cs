using System.Text;
using Npgsql;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using static PersonaGrain.Postgres.PostgresReader;

namespace PersonaGrain.Postgres.Catalogs;

/// <summary>What is in force, on PostgreSQL: every version of the catalog is kept, and the newest publication.</summary>
internal sealed class PostgresCatalogStore(NpgsqlDataSource source, PostgresReader reader, PostgresOptions options) : ICatalogStore
{
    private const string Newest = """
        SELECT c.version, c.document, c.applied, p.number, p.at, p.body, p.decisive, p.decisive_at,
            (extract(epoch FROM clock_timestamp()) * 10000000)::bigint + 621355968000000000
        FROM (SELECT) here
        LEFT JOIN LATERAL (
            SELECT version, document, applied FROM personagrain.catalogs WHERE version > $1 ORDER BY version DESC LIMIT 1) c ON true
        LEFT JOIN personagrain.publication p ON p.number > $2
        """;

    private const string Lock = $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Catalogs})";

    private const string Save = """
        INSERT INTO personagrain.catalogs (version, document, applied)
        SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM personagrain.catalogs WHERE version >= $1)
        """;

    private const string Publish = """
        UPDATE personagrain.publication SET number = $1, at = $2, body = $3, decisive = $4, decisive_at = $5
        WHERE number = $1 - 1 AND NOT EXISTS (SELECT FROM personagrain.catalogs WHERE version > $6)
        """;

    private const string Current = "SELECT max(version) FROM personagrain.catalogs";

    public async ValueTask<StoredNews> NewestAsync(int above, long abovePublication, CancellationToken cancellation) =>
        (await reader.QueryAsync(
            Newest,
            static row => new StoredNews(Catalog(row), Publication(row)) { StoreTime = new Instant(row.GetInt64(8)) },
            cancellation,
            With(above),
            With(abovePublication)))[0];

    public async ValueTask<CatalogSave> SaveAsync(StoredCatalog catalog, CancellationToken cancellation)
    {
        try
        {
            await using var batch = source.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock));
            var save = new NpgsqlBatchCommand(Save);
            save.Parameters.Add(With(catalog.Version));
            save.Parameters.Add(With(Encoding.UTF8.GetString(catalog.Json.Span)));
            save.Parameters.Add(With(catalog.Applied.Ticks));
            batch.BatchCommands.Add(save);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Current));
            await using var rows = await batch.ExecuteReaderAsync(cancellation);
            await rows.NextResultAsync(cancellation);
            await rows.ReadAsync(cancellation);
            var current = rows.GetInt32(0);
            return save.RecordsAffected == 1 ? CatalogSave.Saved.Instance : new CatalogSave.Stale(current);
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            return new CatalogSave.Unavailable(PostgresFault.Reason(exception), options.RetryAfter);
        }
    }

    public async ValueTask<bool> PublishAsync(StoredPublication publication, int catalog, CancellationToken cancellation)
    {
        try
        {
            // One transaction, under the lock of those who save catalogs: what was decided under a catalog is published under it.
            await using var batch = source.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock));
            var publish = new NpgsqlBatchCommand(Publish);
            publish.Parameters.Add(With(publication.Number));
            publish.Parameters.Add(With(publication.At.Ticks));
            publish.Parameters.Add(With(publication.Counts.ToArray()));
            publish.Parameters.Add(With(publication.Decisive));
            publish.Parameters.Add(With(publication.DecisiveAt.Ticks));
            publish.Parameters.Add(With(catalog));
            batch.BatchCommands.Add(publish);
            await batch.ExecuteNonQueryAsync(cancellation);
            return publish.RecordsAffected == 1;
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            throw new JournalUnavailableException(PostgresFault.Reason(exception), options.RetryAfter, exception);
        }
    }

    private static StoredCatalog? Catalog(NpgsqlDataReader row) =>
        row.IsDBNull(0) ? null : new StoredCatalog(row.GetInt32(0), Encoding.UTF8.GetBytes(row.GetString(1)), new Instant(row.GetInt64(2)));

    private static StoredPublication? Publication(NpgsqlDataReader row) => row.IsDBNull(3) ? null : new StoredPublication(
        row.GetInt64(3), new Instant(row.GetInt64(4)), row.GetFieldValue<byte[]>(5), row.GetInt64(6), new Instant(row.GetInt64(7)));
}
