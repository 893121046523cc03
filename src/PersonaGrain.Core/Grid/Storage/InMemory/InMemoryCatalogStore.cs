namespace PersonaGrain.Grid.Storage.InMemory;

/// <summary>Keeps the newest catalog in this process's memory.</summary>
public sealed class InMemoryCatalogStore : ICatalogStore
{
    private readonly Lock _gate = new();
    private StoredCatalog? _newest;

    /// <inheritdoc />
    public ValueTask<StoredCatalog?> NewestAsync(int above, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return new(_newest is { } newest && newest.Version > above ? newest : null);
        }
    }

    /// <inheritdoc />
    public ValueTask<CatalogSave> SaveAsync(StoredCatalog catalog, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_newest is { } newest && newest.Version >= catalog.Version)
            {
                return new(new CatalogSave.Stale(newest.Version));
            }

            _newest = catalog;
            return new(CatalogSave.Saved.Instance);
        }
    }
}
