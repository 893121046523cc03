using PersonaGrain.Dashboard.Segments;
using PersonaGrain.Gateway.Quality;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Dashboard.Tests.Segments;

/// <summary>From when on something is told of a segment, and in which words.</summary>
public sealed class SegmentRulesTests
{
    private static readonly GridStatus Well = new(true, null, Some.Now, 10, 10, 100, 5, "shop", 1, null, new Dictionary<string, long>());
    private static readonly QualityAlarm Silence =
        new("track", "order_completed", new QualityFinding("volume", null, 0, 10, true, "0 came in an hour in which 10 are usual", "Look at the sender."), Some.Now, null);

    [Fact]
    public void Rules_find_nothing_in_a_segment_that_is_well() => Tell(Of(10, 12, 2), Well).ShouldBeEmpty();

    [Fact]
    public void Rules_tell_what_is_wrong_with_signals_that_the_segment_asks() =>
        Tell(Of(10, 12, 2), Well, Silence).ShouldBe(["Warning order_completed, of which it is worked out: 0 came in an hour in which 10 are usual."]);

    [Fact]
    public void Rules_pass_over_what_is_wrong_with_signals_that_it_does_not_ask() => Tell(Of(10, 12, 2), Well, Silence with { Type = "searched" }).ShouldBeEmpty();

    [Fact]
    public void Rules_tell_that_nobody_was_ever_in_it_once_there_are_people()
    {
        Tell(Of(0, 0, 0), Well).ShouldBe(["Note Nobody was ever in it."]);
        Tell(Of(0, 0, 0), Well with { Profiles = 0 }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(101, true)]
    public void Rules_tell_people_who_go_in_and_out(long left, bool isTold) =>
        Tell(new SegmentView("buyers", 0, null, 20, 500, 480, null, [new HourlyFlow(Some.Now, 120, left)]), Well)
            .ShouldBe(isTold ? ["Note Entered 120 times and left 101 times within a day, with 20 members now."] : []);

    private static IEnumerable<string> Tell(SegmentView segment, GridStatus status, params QualityAlarm[] alarms) =>
        SegmentRules.Of(segment, new HashSet<string> { "order_completed" }, status, alarms, Some.Now + TimeSpan.FromMinutes(5)).Select(static finding => $"{finding.Level} {finding.Words}");

    private static SegmentView Of(long count, long entered, long left) => new("buyers", 0, null, count, entered, left, null, []);
}
