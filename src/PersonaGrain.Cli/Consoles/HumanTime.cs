using PersonaGrain.Time;

namespace PersonaGrain.Cli.Consoles;

/// <summary>Times and spans as people read them; always UTC.</summary>
internal static class HumanTime
{
    /// <summary>A time to the second, such as <c>2026-03-01 12:00:00Z</c>.</summary>
    public static string Of(Instant time) => time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss'Z'");

    /// <summary>The two largest units of a span that is not negative, such as <c>3 d 4 h</c>; less than a second is <c>0 s</c>.</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => $"{span.Days} d {span.Hours} h",
        { TotalHours: >= 1 } => $"{span.Hours} h {span.Minutes} min",
        { TotalMinutes: >= 1 } => $"{span.Minutes} min {span.Seconds} s",
        _ => $"{Math.Max(0, span.Seconds)} s",
    };
}
