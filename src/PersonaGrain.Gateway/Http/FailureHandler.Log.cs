using Microsoft.Extensions.Logging;

namespace PersonaGrain.Gateway.Http;

internal sealed partial class FailureHandler
{
    [LoggerMessage(1, LogLevel.Error, "{Operation} failed: {Code}")]
    private static partial void LogFailed(ILogger logger, string operation, string code, Exception exception);
}
