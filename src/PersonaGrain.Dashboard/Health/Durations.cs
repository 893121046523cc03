using System.Globalization;
using PersonaGrain.Dashboard.Live;

namespace PersonaGrain.Dashboard.Health;

/// <summary>How long something took, where parts of a second count.</summary>
internal static class Durations
{
    /// <summary>In the unit that fits: <c>0.4 ms</c>, <c>12 ms</c>, <c>3.2 s</c>, <c>5 min 20 s</c>.</summary>
    internal static string Say(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.#} ms"),
        { TotalMilliseconds: < 1_000 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        _ => ReaderClock.Length(span),
    };
}
