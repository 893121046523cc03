using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Dashboard.Segments;

/// <summary>How often a segment was entered and left.</summary>
internal static class Flow
{
    /// <summary>In the hours that begin at an instant or after it. Hours are those of UTC: in a zone that is half an hour off, the first half hour of a day counts to the day before.</summary>
    internal static (long Entered, long Left) Since(SegmentView segment, Instant start) => segment.Flow
        .Where(hour => hour.Hour >= start)
        .Aggregate((Entered: 0L, Left: 0L), static (sum, hour) => (sum.Entered + hour.Entered, sum.Left + hour.Exited));

    /// <summary>The newest hours without a gap, oldest first.</summary>
    internal static IReadOnlyList<HourlyFlow> Newest(SegmentView segment, Instant now, int hours)
    {
        var known = segment.Flow.ToDictionary(static hour => hour.Hour.Ticks);
        var newest = now.Ticks - (now.Ticks % TimeSpan.TicksPerHour);
        return
        [
            .. Enumerable.Range(0, hours)
                .Select(back => new Instant(newest - ((hours - 1 - back) * TimeSpan.TicksPerHour)))
                .Select(hour => known.TryGetValue(hour.Ticks, out var flow) ? flow : new HourlyFlow(hour, 0, 0)),
        ];
    }
}
