using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Client;

/// <summary>Tells how the cluster is: what the journal holds, whether it takes appends, whether silos answer.</summary>
internal sealed class StatusClient(
    IGrainFactory grains, IProfileJournal journal, CatalogHolder catalogs, CatalogClient changes, ObserveClient observer, GridClock clock, GrainCalls calls)
{
    public async ValueTask<GridStatus> StatusAsync(CancellationToken cancellation)
    {
        var health = await journal.HealthAsync(cancellation);
        try
        {
            var catalog = await catalogs.CurrentAsync(0, cancellation);
            var totals = await journal.TotalsAsync(cancellation);
            var progress = await changes.ProgressAsync(totals.Profiles, cancellation);
            return Status(health.Reason, catalog, totals, await InMemoryAsync(cancellation), progress);
        }
        catch (JournalUnavailableException unavailable)
        {
            return Status(health.Reason ?? unavailable.Message, catalogs.Latest, default, 0, null);
        }
    }

    private GridStatus Status(string? reason, CatalogInForce? catalog, JournalTotals totals, long inMemory, ReevaluationProgress? progress) => new(
        reason is null,
        reason,
        clock.Now,
        totals.Profiles,
        inMemory,
        totals.Signals,
        totals.LastEvent,
        catalog?.Catalog.Name ?? string.Empty,
        catalog?.Version ?? 0,
        progress,
        observer.Refused);

    private async Task<long> InMemoryAsync(CancellationToken cancellation)
    {
        var statistics = await calls.CallAsync(() => grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics(), cancellation);
        return statistics.Where(static entry => entry.GrainType.Contains("ProfileGrain", StringComparison.Ordinal)).Sum(static entry => (long)entry.ActivationCount);
    }
}
