using Microsoft.Extensions.Logging;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Silo.Resilience;

namespace PersonaGrain.Silo.Hosting;

/// <summary>A gateway's search for silos: it goes on until there are some, and tells what is missing whenever that changes.</summary>
/// <remarks>The loop is Orleans', which asks here before each further attempt.</remarks>
internal sealed partial class SiloSearch(ClusterLink link, IActorJournal journal, TimeProvider time, ILogger<SiloSearch> logger) : IClientConnectionRetryFilter
{
    private string? _told;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        var reason = (await journal.HealthAsync(cancellationToken)).Reason ?? "no silo of the cluster answers yet";
        link.WaitFor(reason);
        if (_told != reason)
        {
            _told = reason;
            LogWaiting(logger, reason);
        }

        await Task.Delay(RetryPolicies.Pause, time, cancellationToken);
        return true;
    }

    [LoggerMessage(1, LogLevel.Warning, "Not ready yet: {Reason}. Trying every second.")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
