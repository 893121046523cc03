using PersonaGrain.Catalogs.History;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Journals.InMemory;

/// <summary>Keeps the catalogs and the newest publication in this process's memory.</summary>
public sealed class InMemoryCatalogStore : ICatalogStore
{
    private readonly Lock _gate = new();
    private readonly List<StoredCatalog> _catalogs = [];
    private StoredCatalog? _newest;
    private StoredPublication? _publication;
    private bool _isRemoved;

    /// <summary>Held by whoever changes what is in force, and by an append that adopts a catalog, from its check to its end.</summary>
    internal Lock Gate => _gate;

    /// <summary>Whether the workspace that it is of was removed: nothing of it can be read or written any more.</summary>
    internal bool IsRemoved => Volatile.Read(ref _isRemoved);

    /// <summary>Whether an append adopts what is in force; called under <see cref="Gate"/>.</summary>
    internal bool IsOutdated(ActorAppend append) => _newest?.Version > append.Adopts || _publication?.Decisive > append.Decisive;

    /// <inheritdoc />
    public ValueTask<StoredNews> NewestAsync(int above, long abovePublication, CancellationToken cancellation)
    {
        lock (_gate)
        {
            ThrowIfRemoved();
            return new(new StoredNews(_newest?.Version > above ? _newest : null, _publication?.Number > abovePublication ? _publication : null));
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<CatalogEntry>> EntriesAsync(int below, int limit, CancellationToken cancellation)
    {
        lock (_gate)
        {
            ThrowIfRemoved();
            return new([.. _catalogs.AsEnumerable().Reverse().Where(one => one.Version < below).Take(limit).Select(static one => one.Entry)]);
        }
    }

    /// <inheritdoc />
    public ValueTask<StoredCatalog?> FindAsync(int version, CancellationToken cancellation)
    {
        lock (_gate)
        {
            ThrowIfRemoved();
            return new(_catalogs.Find(one => one.Version == version));
        }
    }

    /// <inheritdoc />
    public ValueTask<CatalogSave> SaveAsync(StoredCatalog catalog, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_isRemoved)
            {
                return new(new CatalogSave.Unavailable(StoredWorkspace.RemovedReason, TimeSpan.FromMinutes(1)));
            }

            if (_newest is { } newest && newest.Version >= catalog.Version)
            {
                return new(new CatalogSave.Stale(newest.Version));
            }

            Add(catalog);
            return new(CatalogSave.Saved.Instance);
        }
    }

    /// <inheritdoc />
    public ValueTask<bool> PublishAsync(StoredPublication publication, int catalog, CancellationToken cancellation)
    {
        lock (_gate)
        {
            ThrowIfRemoved();
            if (_newest?.Version > catalog || publication.Number != (_publication?.Number ?? 0) + 1)
            {
                return new(false);
            }

            _publication = publication;
            return new(true);
        }
    }

    /// <summary>The first catalog of a workspace.</summary>
    internal void Put(StoredCatalog catalog)
    {
        lock (_gate)
        {
            Add(catalog);
        }
    }

    /// <summary>The workspace is removed, with all that adopts or saves a catalog of it behind it.</summary>
    internal void Remove()
    {
        lock (_gate)
        {
            _isRemoved = true;
            (_newest, _publication) = (null, null);
            _catalogs.Clear();
        }
    }

    private void Add(StoredCatalog catalog)
    {
        _newest = catalog;
        _catalogs.Add(catalog);
        _catalogs.RemoveRange(0, _catalogs.Count - CatalogRetention.Kept(_catalogs.AsEnumerable().Reverse().Select(static one => one.Json.Length)));
    }

    private void ThrowIfRemoved()
    {
        if (_isRemoved)
        {
            throw StoredWorkspace.Removed();
        }
    }
}
