using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Time;
using PersonaGrain.Turns;
using SQLitePCL;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>The catalogs and publications that a store has, each with the instant at which it came in force.</summary>
internal static class CatalogTable
{
    /// <summary>By whom each catalog was put in force, why, and when that was. Programs of before it pass it over, and leave it without what they put in force.</summary>
    public const string CreateNotes = "CREATE TABLE IF NOT EXISTS catalog_notes (ordinal INTEGER PRIMARY KEY, at INTEGER NOT NULL, author TEXT, message TEXT)";

    private const string Entries = "SELECT version, coalesce(n.at, applied), n.author, n.message, length(document) FROM catalogs c LEFT JOIN catalog_notes n ON n.ordinal = c.ordinal";

    /// <summary>The newest catalog; null where the store has none.</summary>
    /// <exception cref="StoreException">The store can not be read, or is damaged.</exception>
    public static (CatalogDocument Document, Instant Applied)? Read(StoreConnection connection)
    {
        using var read = connection.Once("SELECT document, applied FROM catalogs ORDER BY ordinal DESC LIMIT 1");
        if (!read.Step())
        {
            return null;
        }

        return CatalogReader.Read(read.Blob(0).ToArray()) is CatalogReading.Sound sound
            ? (sound.Document, read.Instant(1))
            : throw new StoreException(raw.SQLITE_CORRUPT, "the catalog in the store can not be read");
    }

    /// <summary>What is in force; null where the store has no catalog.</summary>
    /// <exception cref="StoreException">The store can not be read, or is damaged.</exception>
    public static CatalogInForce? ReadInForce(StoreConnection connection)
    {
        if (Read(connection) is not var (document, applied))
        {
            return null;
        }

        var (publication, body) = ReadPublication(connection);
        return new CatalogInForce(new ProfileMachine(Catalog.Compile(document), Decode(body)), applied, publication);
    }

    /// <summary>What the population says in a publication; nothing where the bytes are none.</summary>
    /// <exception cref="StoreException">The store is damaged.</exception>
    public static PopulationModel Decode(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.IsEmpty ? PopulationModel.Empty : PopulationModel.Read(body);
        }
        catch (FormatException fault)
        {
            throw new StoreException(raw.SQLITE_CORRUPT, $"what the population says can not be read: {fault.Message}");
        }
    }

    /// <summary>The newest publication with what it says in stored form; empty where there is none.</summary>
    public static (Publication Publication, byte[] Body) ReadPublication(StoreConnection connection)
    {
        using var read = connection.Once("SELECT number, at, decisive, decisive_at, counts FROM publications ORDER BY number DESC LIMIT 1");
        return read.Step()
            ? (new Publication(read.Number(0), read.Instant(1), read.Number(2), read.Instant(3)), read.Blob(4).ToArray())
            : (default, []);
    }

    /// <summary>Catalogs of versions below one, newest first.</summary>
    public static IReadOnlyList<CatalogEntry> Page(StoreConnection connection, int below, int limit)
    {
        using var read = connection.Once(Entries + " WHERE version < ?1 ORDER BY c.ordinal DESC LIMIT ?2");
        read.Bind(1, below).Bind(2, limit);
        var entries = new List<CatalogEntry>();
        while (read.Step())
        {
            entries.Add(Entry(read));
        }

        return entries;
    }

    /// <summary>The catalog of a version; null where there is none, or it is not kept any more.</summary>
    public static CatalogRevision? Find(StoreConnection connection, int version)
    {
        using var read = connection.Once(Entries.Replace("length(document)", "length(document), document", StringComparison.Ordinal) + " WHERE version = ?1 ORDER BY c.ordinal DESC LIMIT 1");
        read.Bind(1, version);
        return read.Step() ? new CatalogRevision(Entry(read), read.Blob(5).ToArray()) : null;
    }

    /// <summary>Adds a catalog, which is then the one in force, and forgets the oldest; the transaction is open.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="document">The catalog.</param>
    /// <param name="applied">The instant from which on profiles are of it; the default for a store's first one.</param>
    /// <param name="origin">By whom, and why.</param>
    /// <param name="at">When.</param>
    public static void Write(StoreConnection connection, CatalogDocument document, Instant applied, CatalogOrigin origin, Instant at)
    {
        using (var insert = connection.Once("INSERT INTO catalogs VALUES ((SELECT coalesce(max(ordinal), 0) + 1 FROM catalogs), ?1, ?2, ?3)"))
        {
            insert.Bind(1, document.Version).Bind(2, applied).Bind(3, CatalogWriter.Write(document)).Run();
        }

        using (var note = connection.Once("INSERT INTO catalog_notes VALUES ((SELECT max(ordinal) FROM catalogs), ?1, ?2, ?3)"))
        {
            note.Bind(1, at).Bind(2, origin.Author).Bind(3, origin.Message).Run();
        }

        Forget(connection);
    }

    /// <summary>Replaces the publication; the transaction is open.</summary>
    public static void Write(StoreConnection connection, in Publication publication, ReadOnlySpan<byte> body)
    {
        connection.Execute("DELETE FROM publications");
        using var insert = connection.Once("INSERT INTO publications VALUES (?1, ?2, ?3, ?4, ?5)");
        insert.Bind(1, publication.Number).Bind(2, publication.At).Bind(3, publication.Decisive).Bind(4, publication.DecisiveAt).Bind(5, body).Run();
    }

    /// <summary>Whether two documents say the same.</summary>
    public static bool AreEqual(CatalogDocument one, CatalogDocument other) =>
        CatalogWriter.Write(one).AsSpan().SequenceEqual(CatalogWriter.Write(other));

    private static CatalogEntry Entry(StoreStatement read) => new(
        (int)read.Number(0), read.Number(1) == 0 ? null : read.Instant(1), new CatalogOrigin(Text(read, 2), Text(read, 3)), (int)read.Number(4));

    private static string? Text(StoreStatement read, int column) => read.IsNull(column) ? null : read.Text(column);

    private static void Forget(StoreConnection connection)
    {
        using var sizes = connection.Once("SELECT ordinal, length(document) FROM catalogs ORDER BY ordinal DESC");
        var found = new List<(long Ordinal, int Bytes)>();
        while (sizes.Step())
        {
            found.Add((sizes.Number(0), (int)sizes.Number(1)));
        }

        var kept = CatalogRetention.Kept(found.Select(static one => one.Bytes));
        if (kept < found.Count)
        {
            connection.Execute($"DELETE FROM catalogs WHERE ordinal <= {found[kept].Ordinal}; DELETE FROM catalog_notes WHERE ordinal <= {found[kept].Ordinal}");
        }
    }
}
