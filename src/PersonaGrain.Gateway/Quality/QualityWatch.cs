using Microsoft.Extensions.Hosting;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway.Quality;

/// <summary>Looks at the quality of every served workspace's signals again and again, so that alarms are raised where nobody reads.</summary>
internal sealed class QualityWatch(GatewayWorkspaces workspaces, QualityMetrics metrics, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            metrics.Take([.. workspaces.InUse().Select(static served => (served.Name.ToString()!, served.Quality.Look()))]);
        }
    }
}
