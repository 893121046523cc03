using PersonaGrain.Catalogs.History;
using PersonaGrain.Time;

namespace PersonaGrain.Grid.Storage;

/// <summary>Keeps what is in force in a cluster: the catalogs, and what the population said when it was last published. All members may be called at once from many threads.</summary>
public interface ICatalogStore
{
    /// <summary>What is newer than what the caller knows, in one look.</summary>
    /// <param name="above">The catalog version that is known; 0 for none.</param>
    /// <param name="abovePublication">The publication that is known; 0 for none.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    ValueTask<StoredNews> NewestAsync(int above, long abovePublication, CancellationToken cancellation);

    /// <summary>Catalogs that were kept, newest first.</summary>
    /// <param name="below">Those of versions below this.</param>
    /// <param name="limit">The most to read, at least 1.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    ValueTask<IReadOnlyList<CatalogEntry>> EntriesAsync(int below, int limit, CancellationToken cancellation);

    /// <summary>The catalog of a version; null where there is none, or it is not kept any more.</summary>
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    ValueTask<StoredCatalog?> FindAsync(int version, CancellationToken cancellation);

    /// <summary>Keeps a catalog whose version is above that of every other. Of those before as many stay as <see cref="CatalogRetention"/> says.</summary>
    ValueTask<CatalogSave> SaveAsync(StoredCatalog catalog, CancellationToken cancellation);

    /// <summary>Keeps a publication instead of the one before; false where it is not the next one, or where a catalog newer than <paramref name="catalog"/> is there.</summary>
    /// <exception cref="JournalUnavailableException">Storage did not confirm it; it may have been written.</exception>
    ValueTask<bool> PublishAsync(StoredPublication publication, int catalog, CancellationToken cancellation);
}

/// <summary>A catalog as stored.</summary>
/// <param name="Version">Its version, at least 1.</param>
/// <param name="Json">The document as UTF-8 JSON.</param>
/// <param name="Applied">When it was put in force, by the grid's clock: what it changes in profiles that were last live before gets this instant.</param>
public sealed record StoredCatalog(int Version, ReadOnlyMemory<byte> Json, Instant Applied)
{
    /// <summary>By whom it was put in force, and why.</summary>
    public CatalogOrigin Origin { get; init; } = CatalogOrigin.Unknown;

    /// <summary>What is told of it.</summary>
    public CatalogEntry Entry => new(Version, Applied == default ? null : Applied, Origin, Json.Length);
}

/// <summary>What is newer than what a caller knew.</summary>
/// <param name="Catalog">The newest catalog, or null where the caller knows it.</param>
/// <param name="Publication">The newest publication, or null where the caller knows it or there is none.</param>
public readonly record struct StoredNews(StoredCatalog? Catalog, StoredPublication? Publication)
{
    /// <summary>The store's own time during the look; null where it has no clock of its own.</summary>
    public Instant? StoreTime { get; init; }
}

/// <summary>What the population said at an instant, as stored: profiles are scored by it until the next.</summary>
/// <param name="Number">Counts the publications from 1.</param>
/// <param name="At">When it came, by the grid's clock.</param>
/// <param name="Counts">As <c>PopulationModel</c> wrote it.</param>
/// <param name="Decisive">The newest publication, up to this one, that moved a score which a segment asks; 0 for none. Profiles are evaluated anew for it alone.</param>
/// <param name="DecisiveAt">When that one came.</param>
public sealed record StoredPublication(long Number, Instant At, ReadOnlyMemory<byte> Counts, long Decisive, Instant DecisiveAt);

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
