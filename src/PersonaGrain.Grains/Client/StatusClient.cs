using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Client;

/// <summary>Tells how the cluster is: what the journal holds, whether it takes appends, whether silos answer.</summary>
internal sealed class StatusClient(
    IGrainFactory grains,
    WorkspaceServices workspace,
    CatalogClient changes,
    ScheduleClient schedule,
    ObserveClient observer,
    Quarantine quarantine,
    GridClock clock,
    GrainCalls calls)
{
    /// <summary>What each part tells, up to the first that does not answer: storage first, so that what it knows is told also while no silo answers.</summary>
    public async ValueTask<GridStatus> StatusAsync(CancellationToken cancellation)
    {
        var reason = workspace.IsRemoved ? StoredWorkspace.RemovedReason : (await workspace.Journal.HealthAsync(cancellation)).Reason;
        JournalTotals? totals = null;
        var catalog = workspace.Catalogs.Latest;
        var inMemory = 0L;
        ReevaluationStatus? reevaluation = null;
        var passedOver = 0L;
        long? quarantined = null;
        try
        {
            totals = await workspace.Journal.TotalsAsync(cancellation);
            quarantined = await quarantine.CountAsync(cancellation);
            catalog = await workspace.Catalogs.CurrentAsync(0, cancellation);
            reevaluation = await changes.ProgressAsync(totals.Value.Profiles, cancellation);
            passedOver = (await schedule.PassedOverAsync(cancellation)).Union(reevaluation.PassedOver, StringComparer.Ordinal).LongCount();
            inMemory = await InMemoryAsync(cancellation);
        }
        catch (JournalUnavailableException unavailable)
        {
            reason ??= unavailable.Message;
        }

        return new GridStatus(
            reason is null,
            reason,
            clock.Now,
            totals?.Profiles ?? 0,
            inMemory,
            totals?.Signals ?? 0,
            totals?.LastEvent,
            catalog?.Catalog.Name ?? string.Empty,
            catalog?.Version ?? 0,
            reevaluation?.Progress,
            observer.Refused)
        {
            MissedTriggers = observer.MissedTriggers,
            PassedOver = passedOver,
            Quarantined = quarantined,
            ClockAhead = clock.Ahead,
        };
    }

    /// <summary>
    /// All that the cluster has in memory. Orleans counts by kind and not by workspace, and what others have is no business of a workspace
    /// other than main: there nobody tells.
    /// </summary>
    private async Task<long> InMemoryAsync(CancellationToken cancellation)
    {
        if (!workspace.Number.IsMain)
        {
            return 0;
        }

        var statistics = await calls.CallAsync(() => grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics(), cancellation);
        return statistics.Where(static entry => entry.GrainType.Contains(nameof(ActorGrain), StringComparison.Ordinal)).Sum(static entry => (long)entry.ActivationCount);
    }
}
