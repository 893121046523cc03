using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PersonaGrain.Gateway.Keys;

/// <summary>Says at the start where the keys that are configured leave out what somebody will want.</summary>
internal static partial class KeyAdvice
{
    /// <summary>Warns where nobody can read, or nobody can send.</summary>
    internal static void Tell(IServiceProvider services, GatewayOptions options)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(GatewayRoutes));
        if (!options.CanBeRead)
        {
            LogUnreadable(log);
        }

        if (!options.CanBeWritten)
        {
            LogUnwritable(log);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "nobody can read: keys are configured, but none of them reads; set PersonaGrain__Keys__Read__0, or Admin")]
    private static partial void LogUnreadable(ILogger log);

    [LoggerMessage(2, LogLevel.Warning, "nobody can send signals: keys are configured, but none of them writes; set PersonaGrain__Keys__Write__0, or Admin")]
    private static partial void LogUnwritable(ILogger log);
}
