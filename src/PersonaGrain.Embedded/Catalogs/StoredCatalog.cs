using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>The catalog in force, as the store has it.</summary>
internal static class StoredCatalog
{
    /// <summary>The newest catalog, or null in a new store.</summary>
    public static CatalogDocument? Read(StoreConnection connection)
    {
        using var read = connection.Once("SELECT document FROM catalogs WHERE applied > 0 ORDER BY applied DESC LIMIT 1");
        if (!read.Step())
        {
            return null;
        }

        return CatalogReader.Read(read.Blob(0).ToArray()) is CatalogReading.Sound sound
            ? sound.Document
            : throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, "the catalog in the store can not be read");
    }

    /// <summary>Adds a catalog, which is then the one in force; the transaction is open.</summary>
    public static void Write(StoreConnection connection, CatalogDocument document)
    {
        using var insert = connection.Once(
            "INSERT INTO catalogs (applied, version, document) VALUES ((SELECT max(0, coalesce(max(applied), 0)) + 1 FROM catalogs), ?1, ?2)");
        insert.Bind(1, document.Version).Bind(2, CatalogWriter.Write(document)).Run();
    }

    /// <summary>Whether two documents say the same.</summary>
    public static bool AreEqual(CatalogDocument one, CatalogDocument other) =>
        CatalogWriter.Write(one).AsSpan().SequenceEqual(CatalogWriter.Write(other));
}
