using PersonaGrain.Grid.Storage;
using PersonaGrain.Grid.Storage.InMemory;

namespace PersonaGrain.Grains.Tests.Catalogs;

/// <summary>A store of catalogs that can be away.</summary>
internal sealed class FailingCatalogStore : ICatalogStore
{
    private readonly InMemoryCatalogStore _store = new();

    public bool IsAway { get; set; }

    public ValueTask<StoredCatalog?> NewestAsync(int above, CancellationToken cancellation) =>
        IsAway ? throw new JournalUnavailableException("away", TimeSpan.FromSeconds(1)) : _store.NewestAsync(above, cancellation);

    public ValueTask<CatalogSave> SaveAsync(StoredCatalog catalog, CancellationToken cancellation) => _store.SaveAsync(catalog, cancellation);
}
