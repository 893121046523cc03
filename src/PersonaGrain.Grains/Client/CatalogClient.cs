using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Client;

/// <summary>Changes the catalog of one workspace, and follows the actors that move to it.</summary>
/// <remarks>A catalog comes into force at an instant, and everything due up to that instant happens before, under the old one.</remarks>
internal sealed class CatalogClient(
    IGrainFactory grains, WorkspaceServices workspace, ScheduleClient schedule, GridClock clock, GrainCalls calls)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async ValueTask<CatalogChange> ReplaceAsync(CatalogDocument document, CatalogOrigin origin, CancellationToken cancellation)
    {
        try
        {
            var json = CatalogWriter.Write(document);

            // The look into the store comes first: it also bounds the clock, and a catalog of an hour ahead would pull every actor there.
            var current = await workspace.Catalogs.RefreshAsync(cancellation);
            var now = clock.Now;
            if (current is not null)
            {
                if (document.Version == current.Version && CatalogWriter.Write(current.Catalog.Document).AsSpan().SequenceEqual(json))
                {
                    return new CatalogChange.Unchanged(current.Catalog);
                }

                if (document.Version <= current.Version)
                {
                    return new CatalogChange.Stale(current.Version, document.Version);
                }

                now = Instant.Max(now, current.Since);
                await schedule.SettleAsync(now, cancellation);
            }

            return await SaveAsync(new StoredCatalog(document.Version, json, now) { Origin = origin }, cancellation);
        }
        catch (JournalUnavailableException unavailable)
        {
            return new CatalogChange.Unavailable(unavailable.Message, unavailable.RetryAfter);
        }
    }

    /// <summary>How far the actors got with the catalog in force.</summary>
    public async Task<ReevaluationStatus> ProgressAsync(long profiles, CancellationToken cancellation)
    {
        var catalog = await workspace.Catalogs.CurrentAsync(0, cancellation);
        if (workspace.IsSettled(catalog))
        {
            return new ReevaluationStatus(null, []);
        }

        var shards = await ReevaluationShards.ProgressAsync(
            grains, workspace.Number, shard => calls.CallAsync(() => shard.ProgressAsync(catalog.Version), cancellation));
        var done = shards.Sum(static shard => shard.Done);
        return new ReevaluationStatus(
            Array.TrueForAll(shards, static shard => shard.IsFinished) ? null : new ReevaluationProgress(done, Math.Max(done, profiles)),
            [.. shards.SelectMany(static shard => shard.PassedOver ?? [])]);
    }

    /// <summary>Completes when every actor is of the catalog in force.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        while ((await ProgressAsync(0, cancellation)).Progress is not null)
        {
            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task<CatalogChange> SaveAsync(StoredCatalog catalog, CancellationToken cancellation)
    {
        switch (await workspace.Store.SaveAsync(catalog, cancellation))
        {
            case CatalogSave.Stale stale:
                return new CatalogChange.Stale(stale.Current, catalog.Version);
            case CatalogSave.Unavailable unavailable:
                return new CatalogChange.Unavailable(unavailable.Reason, unavailable.RetryAfter);
            default:
                var applied = await workspace.Catalogs.RefreshAsync(cancellation);
                return new CatalogChange.Applied(applied!.Catalog);
        }
    }
}

/// <summary>How far a re-evaluation is.</summary>
/// <param name="Progress">What is done and to do; null where all of it is done.</param>
/// <param name="PassedOver">Keys of actors that were passed over.</param>
internal sealed record ReevaluationStatus(ReevaluationProgress? Progress, IReadOnlyList<string> PassedOver);
