using PersonaGrain.Catalogs.History;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>The catalogs that came in force, read from the store.</summary>
internal sealed class StoredHistory(ReaderPool readers) : ICatalogHistory
{
    /// <inheritdoc />
    public async ValueTask<CatalogHistoryPage> PageAsync(int? below, int limit, CancellationToken cancellation)
    {
        CatalogRetention.CheckLimit(limit);
        var read = await Task.Run(() => readers.Read(connection => CatalogTable.Page(connection, below ?? int.MaxValue, limit + 1)), cancellation);
        return CatalogHistoryPage.Of(read, limit);
    }

    /// <inheritdoc />
    public async ValueTask<CatalogRevision?> FindAsync(int version, CancellationToken cancellation) =>
        await Task.Run(() => readers.Read(connection => CatalogTable.Find(connection, version)), cancellation);
}
