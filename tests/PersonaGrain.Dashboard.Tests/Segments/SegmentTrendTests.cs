using PersonaGrain.Dashboard.Segments;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Dashboard.Tests.Segments;

/// <summary>How many members there were, worked out backwards.</summary>
public sealed class SegmentTrendTests
{
    private static readonly Instant Now = Some.Now + TimeSpan.FromMinutes(30);

    [Fact]
    public void Trend_ends_with_the_members_of_now_and_begins_with_those_of_seven_days_ago()
    {
        var trend = SegmentTrend.Of(Of(100, Hour(-1, 30, 0), Hour(0, 0, 10)), Now);

        trend.Count.ShouldBe(29);
        trend[^1].ShouldBe(100);
        trend[^2].ShouldBe(80);
        trend[0].ShouldBe(80);
    }

    [Fact]
    public void Trend_takes_each_hour_once_and_passes_over_those_of_before()
    {
        var trend = SegmentTrend.Of(Of(1_000, [.. Enumerable.Range(-400, 401).Select(static back => Hour(back, 1, 0))]), Now);

        trend[0].ShouldBe(1_000 - 168);
        trend.Zip(trend.Skip(1)).ShouldAllBe(static pair => pair.Second - pair.First == 6);
    }

    [Fact]
    public void Trend_is_level_where_nothing_happened() => SegmentTrend.Of(Of(7), Now).Distinct().ShouldBe([7]);

    private static HourlyFlow Hour(int back, long entered, long left) => new(Some.Now + TimeSpan.FromHours(back), entered, left);

    private static SegmentView Of(long count, params HourlyFlow[] flow) => new("runner", 0, null, count, count, 0, null, flow);
}
