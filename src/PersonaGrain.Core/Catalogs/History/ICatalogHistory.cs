using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Catalogs.History;

/// <summary>The catalogs that came in force, each with its document: the newest <see cref="CatalogRetention.Catalogs"/>, and no more than <see cref="CatalogRetention.Bytes"/> of them. All members may be called at once from many threads.</summary>
public interface ICatalogHistory
{
    /// <summary>A page, newest first.</summary>
    /// <param name="below">Null for the newest, else <see cref="CatalogHistoryPage.Next"/> of the page before.</param>
    /// <param name="limit">1 to <see cref="CatalogRetention.MaximumPage"/>.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not one that there may be.</exception>
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    ValueTask<CatalogHistoryPage> PageAsync(int? below, int limit, CancellationToken cancellation);

    /// <summary>The catalog of a version; null where there was none, or it is not kept any more.</summary>
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    ValueTask<CatalogRevision?> FindAsync(int version, CancellationToken cancellation);
}
