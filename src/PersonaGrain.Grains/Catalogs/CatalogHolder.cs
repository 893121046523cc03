using Microsoft.Extensions.Options;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Catalogs;

/// <summary>The catalog that this process uses in one workspace, and what the population said there last; asked by all its grains.</summary>
/// <remarks>
/// A catalog is used only while a look into the store, begun less than <see cref="GrainEngineOptions.CatalogLease"/> ago, found
/// no newer one. So that long after a change was saved no process decides by an older catalog, whatever messages were lost.
/// The same holds for a publication. A caller that knows a newer version of the catalog names it, and waits for it.
/// </remarks>
public sealed class CatalogHolder(ICatalogStore store, GridClock clock, IOptions<GrainEngineOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly Lock _merging = new();
    private readonly long _lease = (long)options.Value.CatalogLease.TotalMilliseconds;
    private volatile CatalogInForce? _current;
    private long _checked = long.MinValue / 2;
    private volatile bool _hasEnded;

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

    /// <summary>Looks into the store now, unless this process has seen something newer than what a caller went by: for one whom the journal told that it is outdated.</summary>
    /// <exception cref="JournalUnavailableException">The store gave no answer.</exception>
    public async ValueTask RefreshAfterAsync(CatalogInForce used, CancellationToken cancellation = default)
    {
        await _looking.WaitAsync(cancellation);
        try
        {
            if (_current is not { } current || !current.IsNewerThan(used))
            {
                await LookAsync(cancellation);
            }
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _looking.Dispose();

    /// <summary>Takes over what somebody else's look into the store found, where this process has not seen anything newer.</summary>
    /// <exception cref="JournalUnavailableException">This version of the program can not use it.</exception>
    internal void Accept(StoredNews news) => Merge(news);

    /// <summary>
    /// A look into the store that began at an instant (<see cref="Environment.TickCount64"/>) found nothing that was not handed to <see cref="Accept"/>.
    /// </summary>
    internal void Extend(long began)
    {
        if (_current is not null && Volatile.Read(ref _checked) < began)
        {
            Volatile.Write(ref _checked, began);
        }
    }

    /// <summary>The workspace was removed: nothing is in force any more.</summary>
    internal void End()
    {
        lock (_merging)
        {
            _hasEnded = true;
            _current = null;
        }
    }

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
        if (_hasEnded)
        {
            throw StoredWorkspace.Removed();
        }

        var (began, mark) = (Environment.TickCount64, clock.Mark());
        var current = _current;
        var news = await store.NewestAsync(current?.Version ?? 0, current?.Publication.Number ?? 0, cancellation);
        if (news.StoreTime is { } time)
        {
            clock.Compare(time, mark);
        }

        var found = Merge(news);
        Volatile.Write(ref _checked, began);
        return found;
    }

    /// <summary>Goes over to what is newer than what is in force here; two looks at once may each have found something.</summary>
    private CatalogInForce? Merge(StoredNews news)
    {
        lock (_merging)
        {
            var current = _hasEnded ? throw StoredWorkspace.Removed() : _current;
            var newer = news.Catalog is { } found && found.Version > (current?.Version ?? 0) ? found : null;
            var publication = news.Publication is { } told && told.Number > (current?.Publication.Number ?? 0) ? told : null;
            if (newer is null && (publication is null || current is null))
            {
                return current;
            }

            return _current = new CatalogInForce(
                new ProfileMachine(
                    newer is null ? current!.Catalog : Compile(newer),
                    publication is null ? current?.Machine.Population ?? PopulationModel.Empty : Read(publication)),
                newer?.Applied ?? current!.Applied,
                publication is null
                    ? current?.Publication ?? default
                    : new Publication(publication.Number, publication.At, publication.Decisive, publication.DecisiveAt));
        }
    }

    private static Catalog Compile(StoredCatalog stored) => CatalogReader.Read(stored.Json) switch
    {
        CatalogReading.Sound sound => Catalog.Compile(sound.Document),
        CatalogReading.Faulty faulty => throw new JournalUnavailableException(
            $"the stored catalog {stored.Version} is faulty for this version of the program: {faulty.Faults[0].Path}: {faulty.Faults[0].Message}",
            TimeSpan.FromSeconds(5)),
        _ => throw new InvalidOperationException("a catalog is sound or faulty"),
    };

    private static PopulationModel Read(StoredPublication publication)
    {
        try
        {
            return PopulationModel.Read(publication.Counts.Span);
        }
        catch (FormatException fault)
        {
            throw new JournalUnavailableException("this version of the program can not read what the population said last", TimeSpan.FromSeconds(5), fault);
        }
    }
}
