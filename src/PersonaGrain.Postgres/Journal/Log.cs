using Microsoft.Extensions.Logging;

namespace PersonaGrain.Postgres.Journal;

/// <summary>What the journal tells operators.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A commit of {Appends} actors was not confirmed: {Reason}")]
    public static partial void CommitFailed(ILogger logger, Exception exception, int appends, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Looking for new events failed; trying again")]
    public static partial void PollFailed(ILogger logger, Exception exception);
}
