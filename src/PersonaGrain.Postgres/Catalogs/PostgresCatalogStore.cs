using System.Text;
using Npgsql;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using static PersonaGrain.Postgres.PostgresReader;

namespace PersonaGrain.Postgres.Catalogs;

/// <summary>The catalogs on PostgreSQL: every version is kept.</summary>
internal sealed class PostgresCatalogStore(NpgsqlDataSource source, PostgresReader reader, PostgresOptions options) : ICatalogStore
{
    private const string Newest = "SELECT version, document, applied FROM personagrain.catalogs WHERE version > $1 ORDER BY version DESC LIMIT 1";

    private const string Lock = $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Catalogs})";

    private const string Save = """
        INSERT INTO personagrain.catalogs (version, document, applied)
        SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM personagrain.catalogs WHERE version >= $1)
        """;

    private const string Current = "SELECT max(version) FROM personagrain.catalogs";

    public async ValueTask<StoredCatalog?> NewestAsync(int above, CancellationToken cancellation)
    {
        var rows = await reader.QueryAsync(
            Newest, static row => new StoredCatalog(row.GetInt32(0), Encoding.UTF8.GetBytes(row.GetString(1)), new Instant(row.GetInt64(2))), cancellation, With(above));
        return rows.Count == 0 ? null : rows[0];
    }

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
}
