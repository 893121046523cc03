using PersonaGrain.Time;

namespace PersonaGrain.Grid.Storage;

/// <summary>Keeps the catalogs of a cluster. All members may be called at once from many threads.</summary>
public interface ICatalogStore
{
    /// <summary>The newest catalog, or null where none has a version above <paramref name="above"/>.</summary>
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    ValueTask<StoredCatalog?> NewestAsync(int above, CancellationToken cancellation);

    /// <summary>Keeps a catalog whose version is above that of every other.</summary>
    ValueTask<CatalogSave> SaveAsync(StoredCatalog catalog, CancellationToken cancellation);
}

/// <summary>A catalog as stored.</summary>
/// <param name="Version">Its version, at least 1.</param>
/// <param name="Json">The document as UTF-8 JSON.</param>
/// <param name="Applied">When it was put in force, by the grid's clock: what it changes in profiles that were last live before gets this instant.</param>
public sealed record StoredCatalog(int Version, ReadOnlyMemory<byte> Json, Instant Applied);

/// <summary>What came of keeping a catalog.</summary>
public abstract record CatalogSave
{
    private CatalogSave()
    {
    }

    /// <summary>It is durable, and the newest.</summary>
    public sealed record Saved : CatalogSave
    {
        /// <summary>The only instance.</summary>
        public static readonly Saved Instance = new();

        private Saved()
        {
        }
    }

    /// <summary>A catalog of this or a later version is there already.</summary>
    public sealed record Stale(int Current) : CatalogSave;

    /// <summary>Storage did not confirm it; it may have been written. Look at the newest one before trying again.</summary>
    public sealed record Unavailable(string Reason, TimeSpan RetryAfter) : CatalogSave;
}
