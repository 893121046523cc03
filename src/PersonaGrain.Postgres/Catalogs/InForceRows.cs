using System.Text;
using Npgsql;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Postgres.Catalogs;

/// <summary>What is in force, as rows have it.</summary>
internal static class InForceRows
{
    /// <summary>The database's time in ticks.</summary>
    public const string Now = "(extract(epoch FROM clock_timestamp()) * 10000000)::bigint + 621355968000000000";

    /// <summary>Columns of a newest catalog <c>c</c> and a publication <c>p</c>, either of which may be missing.</summary>
    public const string Columns = "c.version, c.document, c.applied, p.number, p.at, p.body, p.decisive, p.decisive_at";

    /// <summary>What is in force, of the <see cref="Columns"/> that begin at a place.</summary>
    public static StoredNews Read(NpgsqlDataReader row, int first) => new(Catalog(row, first), Publication(row, first + 3));

    private static StoredCatalog? Catalog(NpgsqlDataReader row, int first) => row.IsDBNull(first)
        ? null
        : new StoredCatalog(row.GetInt32(first), Encoding.UTF8.GetBytes(row.GetString(first + 1)), new Instant(row.GetInt64(first + 2)));

    private static StoredPublication? Publication(NpgsqlDataReader row, int first) => row.IsDBNull(first)
        ? null
        : new StoredPublication(
            row.GetInt64(first),
            new Instant(row.GetInt64(first + 1)),
            row.GetFieldValue<byte[]>(first + 2),
            row.GetInt64(first + 3),
            new Instant(row.GetInt64(first + 4)));
}
