using PersonaGrain.Catalogs.History;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;

namespace PersonaGrain.Grains.Tests.Faults;

/// <summary>A store of catalogs with faults that are met once.</summary>
internal sealed class FaultyCatalogStore : ICatalogStore
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);

    private readonly InMemoryCatalogStore _store = new();
    private int _refusals;
    private int _unanswered;
    private int _reads;
    private int _hits;

    /// <summary>Calls that met a fault.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>The next catalog is not kept.</summary>
    public void RefuseSave() => Volatile.Write(ref _refusals, 1);

    /// <summary>The next catalog is kept, and the answer is lost.</summary>
    public void LoseAnswer() => Volatile.Write(ref _unanswered, 1);

    /// <summary>The next looks get no answer.</summary>
    public void FailReads(int count) => Volatile.Write(ref _reads, count);

    public ValueTask<StoredNews> NewestAsync(int above, long abovePublication, CancellationToken cancellation) => Meets(ref _reads)
        ? throw new JournalUnavailableException("a fault that the test set up", Soon)
        : _store.NewestAsync(above, abovePublication, cancellation);

    public async ValueTask<CatalogSave> SaveAsync(StoredCatalog catalog, CancellationToken cancellation)
    {
        if (!Meets(ref _refusals))
        {
            var saved = await _store.SaveAsync(catalog, cancellation);
            if (!Meets(ref _unanswered))
            {
                return saved;
            }
        }

        return new CatalogSave.Unavailable("a fault that the test set up", Soon);
    }

    public ValueTask<IReadOnlyList<CatalogEntry>> EntriesAsync(int below, int limit, CancellationToken cancellation) =>
        _store.EntriesAsync(below, limit, cancellation);

    public ValueTask<StoredCatalog?> FindAsync(int version, CancellationToken cancellation) => _store.FindAsync(version, cancellation);

    public ValueTask<bool> PublishAsync(StoredPublication publication, int catalog, CancellationToken cancellation) =>
        _store.PublishAsync(publication, catalog, cancellation);

    private bool Meets(ref int faults)
    {
        if (Volatile.Read(ref faults) <= 0 || Interlocked.Decrement(ref faults) < 0)
        {
            return false;
        }

        Interlocked.Increment(ref _hits);
        return true;
    }
}
