using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Silo.Resilience;

namespace PersonaGrain.Silo.Hosting;

/// <summary>Tells the link of a gateway when its last connection to a silo was lost, and when a silo answers again.</summary>
/// <remarks>
/// Asks no silo while there are connections. Once there are none it asks every second until there is an answer: a gateway that is
/// sent no requests would otherwise never connect again.
/// </remarks>
internal sealed partial class SiloWatch(ClusterLink link, IServiceProvider services, TimeProvider time, ILogger<SiloWatch> logger)
    : BackgroundService, IClusterConnectionStatusObserver
{
    private const string Lost = "no silo of the cluster answers any more";
    private readonly Channel<bool> _losses = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void NotifyClusterConnectionLost() => _losses.Writer.TryWrite(true);

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        // The answer to a question is what counts: connections also open to silos that say no more.
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await link.WhenUp.WaitAsync(stoppingToken);
        await foreach (var _ in _losses.Reader.ReadAllAsync(stoppingToken))
        {
            await RecoverAsync(stoppingToken);
        }
    }

    private async Task RecoverAsync(CancellationToken stop)
    {
        var isTold = false;
        await RetryPolicies.UntilReady(time).ExecuteAsync(
            async token =>
            {
                if (await IsAnsweredAsync(token))
                {
                    return null;
                }

                link.Lose(Lost);
                if (!isTold)
                {
                    isTold = true;
                    LogLost(logger);
                }

                return Lost;
            },
            stop);
        if (link.Reason is not null)
        {
            link.Recover();
            LogFound(logger);
        }
    }

    private async Task<bool> IsAnsweredAsync(CancellationToken stop)
    {
        try
        {
            await services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, stop).WaitAsync(stop);
            return true;
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "No silo of the cluster answers any more. Trying every second.")]
    private static partial void LogLost(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "A silo of the cluster answers again.")]
    private static partial void LogFound(ILogger logger);
}
