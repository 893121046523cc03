using PersonaGrain.Grid;

namespace PersonaGrain.Embedded.Segments;

/// <summary>A segment's aggregate as of the newest commit; immutable.</summary>
/// <param name="Entered">How often it was entered.</param>
/// <param name="Exited">How often it was left.</param>
/// <param name="MeanScore">The mean score of the members that have one.</param>
/// <param name="Flow">The newest hours, oldest first.</param>
internal sealed record SegmentTotals(long Entered, long Exited, double? MeanScore, IReadOnlyList<HourlyFlow> Flow)
{
    public static readonly SegmentTotals None = new(0, 0, null, []);

    public long Count => Entered - Exited;
}
