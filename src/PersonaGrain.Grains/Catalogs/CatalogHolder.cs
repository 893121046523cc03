using Microsoft.Extensions.Options;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Profiles;

namespace PersonaGrain.Grains.Catalogs;

/// <summary>The catalog that this process uses: one for each process, asked by all its grains.</summary>
/// <remarks>
/// A catalog is used only while a look into the store, begun less than <see cref="GrainEngineOptions.CatalogLease"/> ago, found
/// no newer one. So that long after a change was saved no process decides by an older catalog, whatever messages were lost.
/// A caller that knows a newer version names it, and waits for it.
/// </remarks>
public sealed class CatalogHolder(ICatalogStore store, IOptions<GrainEngineOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly long _lease = (long)options.Value.CatalogLease.TotalMilliseconds;
    private volatile CatalogInForce? _current;
    private long _checked = long.MinValue / 2;

    /// <summary>The newest catalog that this process has seen, or null before the first.</summary>
    public CatalogInForce? Latest => _current;

    /// <summary>The catalog in force, of at least a version that the caller has seen. A field read while the lease lasts.</summary>
    /// <exception cref="JournalUnavailableException">The store gave no answer, or has no catalog yet.</exception>
    public ValueTask<CatalogInForce> CurrentAsync(int atLeast, CancellationToken cancellation = default)
    {
        var current = _current;
        return current is not null && current.Version >= atLeast && IsLeased
            ? new(current)
            : WaitForAsync(atLeast, cancellation);
    }

    /// <summary>Looks into the store now.</summary>
    /// <returns>The newest catalog, or null where the store has none.</returns>
    /// <exception cref="JournalUnavailableException">The store gave no answer.</exception>
    public async ValueTask<CatalogInForce?> RefreshAsync(CancellationToken cancellation = default)
    {
        await _looking.WaitAsync(cancellation);
        try
        {
            return await LookAsync(cancellation);
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _looking.Dispose();

    private bool IsLeased => Environment.TickCount64 - Volatile.Read(ref _checked) < _lease;

    private async ValueTask<CatalogInForce> WaitForAsync(int atLeast, CancellationToken cancellation)
    {
        await _looking.WaitAsync(cancellation);
        try
        {
            // Someone else may have looked while this call waited for its turn.
            var current = _current is { } known && known.Version >= atLeast && IsLeased ? known : await LookAsync(cancellation);
            return current is not null && current.Version >= atLeast
                ? current
                : throw new JournalUnavailableException(
                    current is null ? "the grid has no catalog yet" : $"catalog version {atLeast} is not there yet", TimeSpan.FromSeconds(1));
        }
        finally
        {
            _looking.Release();
        }
    }

    private async ValueTask<CatalogInForce?> LookAsync(CancellationToken cancellation)
    {
        var began = Environment.TickCount64;
        if (await store.NewestAsync(_current?.Version ?? 0, cancellation) is { } stored)
        {
            _current = Compile(stored);
        }

        Volatile.Write(ref _checked, began);
        return _current;
    }

    private static CatalogInForce Compile(StoredCatalog stored) => CatalogReader.Read(stored.Json) switch
    {
        CatalogReading.Sound sound => new(new ProfileMachine(Catalog.Compile(sound.Document), PopulationStatistics.Empty), stored.Applied),
        CatalogReading.Faulty faulty => throw new JournalUnavailableException(
            $"the stored catalog {stored.Version} is faulty for this version of the program: {faulty.Faults[0].Path}: {faulty.Faults[0].Message}",
            TimeSpan.FromSeconds(5)),
        _ => throw new InvalidOperationException("a catalog is sound or faulty"),
    };
}
