using PersonaGrain.Catalogs.History;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;

namespace PersonaGrain.Grains.Tests.Catalogs;

/// <summary>A store of catalogs that can be away.</summary>
internal sealed class FailingCatalogStore : ICatalogStore
{
    private readonly InMemoryCatalogStore _store = new();

    public bool IsAway { get; set; }

    public ValueTask<StoredNews> NewestAsync(int above, long abovePublication, CancellationToken cancellation) =>
        IsAway ? throw new JournalUnavailableException("away", TimeSpan.FromSeconds(1)) : _store.NewestAsync(above, abovePublication, cancellation);

    public ValueTask<CatalogSave> SaveAsync(StoredCatalog catalog, CancellationToken cancellation) => _store.SaveAsync(catalog, cancellation);

    public ValueTask<IReadOnlyList<CatalogEntry>> EntriesAsync(int below, int limit, CancellationToken cancellation) =>
        _store.EntriesAsync(below, limit, cancellation);

    public ValueTask<StoredCatalog?> FindAsync(int version, CancellationToken cancellation) => _store.FindAsync(version, cancellation);

    public ValueTask<bool> PublishAsync(StoredPublication publication, int catalog, CancellationToken cancellation) =>
        _store.PublishAsync(publication, catalog, cancellation);
}
