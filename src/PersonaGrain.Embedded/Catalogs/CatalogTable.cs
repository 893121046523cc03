using PersonaGrain.Catalogs;
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

    /// <summary>Adds a catalog, which is then the one in force; the transaction is open.</summary>
    public static void Write(StoreConnection connection, CatalogDocument document, Instant applied)
    {
        using var insert = connection.Once("INSERT INTO catalogs VALUES ((SELECT coalesce(max(ordinal), 0) + 1 FROM catalogs), ?1, ?2, ?3)");
        insert.Bind(1, document.Version).Bind(2, applied).Bind(3, CatalogWriter.Write(document)).Run();
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
}
