using PersonaGrain.Dashboard.Health;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Dashboard.Tests.Health;

/// <summary>From when on something is told of a grid, and in which words.</summary>
public sealed class HealthRulesTests
{
    private static readonly GridStatus Well = new(true, null, Some.Now, 10, 10, 100, 5, "shop", 1, null, new Dictionary<string, long>());
    private static readonly GridLoad Idle = new([new("0", true, 10, 0, 1_000)], default, new CommitTimes(3, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(9)));

    [Fact]
    public void Rules_find_nothing_in_a_grid_that_is_well() => HealthRules.Of(Well, Idle).ShouldBeEmpty();

    [Theory]
    [InlineData(1.9, null)]
    [InlineData(3, "Warning Late by 3 s: 12 wake-ups are due and did not happen yet.")]
    [InlineData(80, "Fault Late by 1 min 20 s: 12 wake-ups are due and did not happen yet.")]
    public void Rules_tell_what_is_late(double seconds, string? told) =>
        Tell(Well, Idle with { Wakes = new WakeBacklog(12, TimeSpan.FromSeconds(seconds)) }).ShouldBe(told is null ? [] : [told]);

    [Fact]
    public void Rules_tell_a_backlog_that_is_not_counted_to_its_end() =>
        Tell(Well, Idle with { Wakes = new WakeBacklog(GridLoad.MostWakes, TimeSpan.FromSeconds(5)) })
            .ShouldBe(["Warning Late by 5 s: 1,000 or more wake-ups are due and did not happen yet."]);

    [Theory]
    [InlineData(799, null)]
    [InlineData(800, "Warning 0 is 80 % full.")]
    public void Rules_tell_what_is_almost_full(long waiting, string? told) =>
        Tell(Well, Idle with { Parts = [new("0", true, 10, waiting, 1_000)] }).ShouldBe(told is null ? [] : [told]);

    [Fact]
    public void Rules_tell_the_worst_first() =>
        Tell(
            Well with { Ready = false, Reason = "the disk is full", Quarantined = 2, ClockAhead = TimeSpan.FromSeconds(4) },
            Idle with { Commits = new CommitTimes(9, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)), Parts = [new("silo-b", false, 0, null, null)] })
            .ShouldBe(
            [
                "Fault No signal is taken: the disk is full.",
                "Fault silo-b does not work.",
                "Warning The clock of this process is 4 s ahead of the store’s.",
                "Warning Half of the commits take longer than 250 ms.",
                "Note Signals that are set aside: 2.",
            ]);

    [Fact]
    public void Sample_has_the_rate_since_the_look_before()
    {
        var first = HealthSample.Of(Some.Now, Well, Idle, null);
        var second = HealthSample.Of(Some.Now + TimeSpan.FromSeconds(5), Well with { Signals = 150 }, Idle, first);

        first.PerSecond.ShouldBeNull();
        second.PerSecond.ShouldBe(10);
        HealthSample.Of(Some.Now + TimeSpan.FromSeconds(10), Well with { Signals = 0, LastEvent = null }, Idle, second).PerSecond.ShouldBeNull();
    }

    private static IEnumerable<string> Tell(GridStatus status, GridLoad load) => HealthRules.Of(status, load).Select(static finding => $"{finding.Level} {finding.Words}");
}
