using PersonaGrain.Catalogs;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Client;

/// <summary>Changes the catalog, and follows the profiles that move to it.</summary>
internal sealed class CatalogClient(IGrainFactory grains, ICatalogStore store, CatalogHolder catalogs, GridClock clock, GrainCalls calls)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async ValueTask<CatalogChange> ReplaceAsync(CatalogDocument document, CancellationToken cancellation)
    {
        try
        {
            var json = CatalogWriter.Write(document);
            if (await catalogs.RefreshAsync(cancellation) is { } current)
            {
                if (document.Version == current.Version && CatalogWriter.Write(current.Catalog.Document).AsSpan().SequenceEqual(json))
                {
                    return new CatalogChange.Unchanged(current.Catalog);
                }

                if (document.Version <= current.Version)
                {
                    return new CatalogChange.Stale(current.Version, document.Version);
                }
            }

            return await SaveAsync(new StoredCatalog(document.Version, json, clock.Now), cancellation);
        }
        catch (JournalUnavailableException unavailable)
        {
            return new CatalogChange.Unavailable(unavailable.Message, unavailable.RetryAfter);
        }
    }

    /// <summary>How far the profiles got with the catalog in force; null when all are of it.</summary>
    public async Task<ReevaluationProgress?> ProgressAsync(long profiles, CancellationToken cancellation)
    {
        var catalog = await catalogs.CurrentAsync(0, cancellation);
        var shards = await Task.WhenAll(Enumerable.Range(0, Shards.SegmentCount).Select(shard =>
            calls.CallAsync(() => grains.GetGrain<IReevaluationGrain>(shard).ProgressAsync(catalog.Version), cancellation)));
        var done = shards.Sum(shard => shard.Done);
        return Array.TrueForAll(shards, static shard => shard.IsFinished) ? null : new ReevaluationProgress(done, Math.Max(done, profiles));
    }

    /// <summary>Completes when every profile is of the catalog in force.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        while (await ProgressAsync(0, cancellation) is not null)
        {
            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task<CatalogChange> SaveAsync(StoredCatalog catalog, CancellationToken cancellation)
    {
        switch (await store.SaveAsync(catalog, cancellation))
        {
            case CatalogSave.Stale stale:
                return new CatalogChange.Stale(stale.Current, catalog.Version);
            case CatalogSave.Unavailable unavailable:
                return new CatalogChange.Unavailable(unavailable.Reason, unavailable.RetryAfter);
            default:
                var applied = await catalogs.RefreshAsync(cancellation);
                return new CatalogChange.Applied(applied!.Catalog);
        }
    }
}
