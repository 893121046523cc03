using Microsoft.Extensions.Logging;

namespace PersonaGrain.Gateway.Settings;

/// <summary>
/// The framework's section <c>Logging</c>: a level that it can not read would keep the program from starting, a name that it does not know would
/// go unnoticed.
/// </summary>
internal static class LoggingSettings
{
    /// <summary>The types that say what the section may hold.</summary>
    internal static readonly Type[] Shape = [typeof(LoggingSection)];

    // Only its names and types are used, to tell which settings there are.
    private class LevelSection
    {
        public IDictionary<string, LogLevel> LogLevel { get; } = new Dictionary<string, LogLevel>();
    }

    private sealed class LoggingSection : LevelSection
    {
        public bool CaptureScopes { get; set; }

        public bool IncludeScopes { get; set; }

        public ConsoleSection? Console { get; set; }

        public LevelSection? Debug { get; set; }

        public LevelSection? EventSource { get; set; }

        public EventLogSection? EventLog { get; set; }
    }

    private sealed class ConsoleSection : LevelSection
    {
        public bool DisableColors { get; set; }

        public string? FormatterName { get; set; }

        public object? FormatterOptions { get; set; }

        public bool IncludeScopes { get; set; }

        public LogLevel LogToStandardErrorThreshold { get; set; }

        public int MaxQueueLength { get; set; }

        public string? QueueFullMode { get; set; }

        public string? Format { get; set; }

        public string? TimestampFormat { get; set; }

        public bool UseUtcTimestamp { get; set; }
    }

    private sealed class EventLogSection : LevelSection
    {
        public string? LogName { get; set; }

        public string? MachineName { get; set; }

        public string? SourceName { get; set; }
    }
}
