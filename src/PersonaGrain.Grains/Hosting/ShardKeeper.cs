using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Population;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grains.Schedule;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Hosting;

/// <summary>Keeps the schedule, the re-evaluation and the publishing of the population alive: every silo calls all their shards again and again, so that those of a lost silo start on another.</summary>
/// <remarks>49 small calls per silo and <see cref="GrainEngineOptions.KeepAlive"/>.</remarks>
internal sealed partial class ShardKeeper(
    IGrainFactory grains, ClusterLink link, CatalogHolder catalogs, IOptions<GrainEngineOptions> options, ILogger<ShardKeeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await link.WhenUp.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.Value.KeepAlive);
        do
        {
            try
            {
                await Task.WhenAll([.. Schedules(), .. Reevaluations(), Population()]).WaitAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFault(logger, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Task> Schedules() =>
        Enumerable.Range(0, Shards.ScheduleCount).Select(shard => grains.GetGrain<IScheduleGrain>(shard).KeepAliveAsync());

    private Task Population() => grains.GetGrain<IPopulationGrain>(0).KeepAliveAsync();

    private IEnumerable<Task> Reevaluations() => catalogs.Latest is { } catalog
        ? Enumerable.Range(0, Shards.SegmentCount).Select(shard => grains.GetGrain<IReevaluationGrain>(shard).KeepAliveAsync(catalog.Version))
        : [];

    [LoggerMessage(1, LogLevel.Debug, "Not every shard of the schedule could be called; trying again.")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
