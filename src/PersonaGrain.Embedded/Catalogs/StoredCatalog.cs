using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>The catalog in force, as the store has it.</summary>
internal static class StoredCatalog
{
    /// <summary>The newest catalog, or one of those before it; null where the store has none.</summary>
    public static CatalogDocument? Read(StoreConnection connection, int before = 0)
    {
        using var read = connection.Once("SELECT document FROM catalogs WHERE applied > 0 ORDER BY applied DESC LIMIT 1 OFFSET ?1");
        if (!read.Bind(1, before).Step())
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
