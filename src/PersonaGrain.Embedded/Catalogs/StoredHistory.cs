using PersonaGrain.Catalogs.History;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Embedded.Catalogs;

/// <summary>The catalogs that came in force, read from the store.</summary>
/// <param name="readers">Connections to the store.</param>
/// <param name="retryAfter">When it is worth trying again, where the store can not be read.</param>
internal sealed class StoredHistory(ReaderPool readers, TimeSpan retryAfter) : ICatalogHistory
{
    /// <inheritdoc />
    public async ValueTask<CatalogHistoryPage> PageAsync(int? below, int limit, CancellationToken cancellation)
    {
        CatalogRetention.CheckLimit(limit);
        return CatalogHistoryPage.Of(await ReadAsync(connection => CatalogTable.Page(connection, below ?? int.MaxValue, limit + 1), cancellation), limit);
    }

    /// <inheritdoc />
    public async ValueTask<CatalogRevision?> FindAsync(int version, CancellationToken cancellation) =>
        await ReadAsync(connection => CatalogTable.Find(connection, version), cancellation);

    private async Task<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancellation)
    {
        try
        {
            return await Task.Run(() => readers.Read(read), cancellation);
        }
        catch (IOException unreadable)
        {
            throw new JournalUnavailableException(unreadable.Message, retryAfter, unreadable);
        }
    }
}
