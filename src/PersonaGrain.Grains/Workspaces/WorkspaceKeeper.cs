using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Workspaces;

/// <summary>
/// Sees to workspaces that are on their way: keeps the re-evaluation of those alive whose actors have not all come to what is in force, until they have;
/// and finishes removals that were begun and left. The others are not called.
/// </summary>
internal sealed partial class WorkspaceKeeper(
    IGrainFactory grains,
    ClusterLink link,
    WorkspaceRegistry workspaces,
    IWorkspaceStorage storage,
    IOptions<GrainEngineOptions> options,
    ILogger<WorkspaceKeeper> logger) : BackgroundService
{
    /// <summary>Workspaces re-evaluated at once; the others wait for their turn, since each takes 32 grains.</summary>
    private const int MostAtOnce = 4;

    /// <summary>What is seen of a workspace, and since when.</summary>
    private readonly Dictionary<WorkspaceNumber, (SettledCatalog Wanted, long Since)> _seen = [];
    private readonly Dictionary<WorkspaceNumber, long> _removing = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await link.WhenUp.WaitAsync(stoppingToken);
        await Task.WhenAll(RepeatAsync(ReevaluateAsync, stoppingToken), RepeatAsync(RemoveAsync, stoppingToken));
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> call, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.KeepAlive);
        do
        {
            try
            {
                await call(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFault(logger, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReevaluateAsync(CancellationToken cancellation)
    {
        var waiting = new List<(WorkspaceServices Services, CatalogInForce Catalog, bool IsKnownToAll)>();
        foreach (var services in workspaces.List.Listed.Select(static one => one.Services).Where(static services => !services.Number.IsMain))
        {
            if (services.Catalogs.Latest is not { } catalog || services.IsSettled(catalog))
            {
                _seen.Remove(services.Number);
                continue;
            }

            var wanted = new SettledCatalog(catalog.Version, catalog.Publication.Decisive);
            if (!_seen.TryGetValue(services.Number, out var seen) || seen.Wanted != wanted)
            {
                _seen[services.Number] = seen = (wanted, Stopwatch.GetTimestamp());
            }

            // Before its lease has ended a process may answer by what was in force before.
            waiting.Add((services, catalog, Stopwatch.GetElapsedTime(seen.Since) > options.Value.CatalogLease));
        }

        await Parallel.ForEachAsync(
            waiting,
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation },
            async (one, token) => await ReevaluateAsync(one.Services, one.Catalog, one.IsKnownToAll, token));
    }

    private async Task ReevaluateAsync(WorkspaceServices services, CatalogInForce catalog, bool isKnownToAll, CancellationToken cancellation)
    {
        try
        {
            var shards = await ReevaluationShards.ProgressAsync(grains, services.Number, shard => shard.ProgressAsync(catalog.Version)).WaitAsync(cancellation);
            if (isKnownToAll && Array.TrueForAll(shards, static shard => shard is { IsFinished: true, PassedOver: null }))
            {
                await storage.SettledAsync(services.Number, new SettledCatalog(catalog.Version, catalog.Publication.Decisive), cancellation);
            }
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            LogFault(logger, fault);
        }
    }

    /// <summary>Whoever began a removal finishes it; where it is still under way after a while, that process may be gone.</summary>
    private async Task RemoveAsync(CancellationToken cancellation)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var workspace in workspaces.Removing)
        {
            if (!_removing.TryGetValue(workspace, out var since))
            {
                _removing.Add(workspace, now);
            }
            else if (Stopwatch.GetElapsedTime(since, now) > options.Value.KeepAlive)
            {
                LogFinishing(logger, workspace);
                while (await storage.RemoveSomeAsync(workspace, cancellation))
                {
                    // On to the next page.
                }

                _removing.Remove(workspace);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "A workspace could not be looked after; trying again.")]
    private static partial void LogFault(ILogger logger, Exception fault);

    [LoggerMessage(2, LogLevel.Information, "Workspace {Number} was left half removed; deleting the rest.")]
    private static partial void LogFinishing(ILogger logger, WorkspaceNumber number);
}
