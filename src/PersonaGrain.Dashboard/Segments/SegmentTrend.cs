using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Dashboard.Segments;

/// <summary>How many members a segment had over the last seven days: worked out from how many it has and what entered and left since.</summary>
internal static class SegmentTrend
{
    /// <summary>Hours that are looked back.</summary>
    internal const int Hours = 168;

    private const int HoursOfStep = 6;

    /// <summary>Its members at the end of each six hours, oldest first, the last one now.</summary>
    /// <remarks>Before the first hour whose flow is kept nothing is known to have changed: the line is level there.</remarks>
    internal static IReadOnlyList<long> Of(SegmentView segment, Instant now)
    {
        var members = new long[(Hours / HoursOfStep) + 1];
        members[^1] = segment.Count;
        var (next, newest) = (segment.Flow.Count - 1, now.Ticks / TimeSpan.TicksPerHour);
        for (var step = members.Length - 2; step >= 0; step--)
        {
            var end = newest - ((members.Length - 2 - step) * HoursOfStep);
            members[step] = members[step + 1];
            for (; next >= 0 && segment.Flow[next].Hour.Ticks / TimeSpan.TicksPerHour > end - HoursOfStep; next--)
            {
                members[step] -= segment.Flow[next].Entered - segment.Flow[next].Exited;
            }
        }

        return members;
    }
}
