using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Population;
using PersonaGrain.Grains.Reevaluation;
using PersonaGrain.Grains.Schedule;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Hosting;

/// <summary>
/// Keeps the schedule, the re-evaluation and the publishing of the population alive, those of other workspaces than main only so far as all
/// share them: every silo calls all their shards again and again, so that those of a lost silo start on another.
/// </summary>
/// <remarks>
/// 50 small calls per silo and <see cref="GrainEngineOptions.KeepAlive"/>, each in a loop of its own: a shard that does not answer keeps no
/// other waiting.
/// </remarks>
internal sealed partial class ShardKeeper(
    IGrainFactory grains, ClusterLink link, WorkspaceRegistry workspaces, IOptions<GrainEngineOptions> options, ILogger<ShardKeeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await link.WhenUp.WaitAsync(stoppingToken);
        IEnumerable<Func<Task>> calls = [.. Schedules(), .. Reevaluations(), Population, PopulationRound];
        await Task.WhenAll(calls.Select(call => RepeatAsync(call, stoppingToken)));
    }

    private async Task RepeatAsync(Func<Task> call, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.KeepAlive);
        do
        {
            try
            {
                await call().WaitAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFault(logger, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Func<Task>> Schedules() => Enumerable.Range(0, Shards.ScheduleCount)
        .Select<int, Func<Task>>(shard => () => grains.GetGrain<IScheduleGrain>(shard).KeepAliveAsync());

    private Task Population() => grains.GetGrain<IPopulationGrain>(0).KeepAliveAsync();

    private Task PopulationRound() => grains.GetGrain<IPopulationRoundGrain>(0).KeepAliveAsync();

    private IEnumerable<Func<Task>> Reevaluations() => Enumerable.Range(0, Shards.SegmentCount)
        .Select<int, Func<Task>>(shard => () => workspaces.Main.Catalogs.Latest is { } catalog
            ? grains.GetGrain<IReevaluationGrain>(shard).KeepAliveAsync(catalog.Version)
            : Task.CompletedTask);

    [LoggerMessage(1, LogLevel.Debug, "A shard could not be kept alive; trying again.")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
