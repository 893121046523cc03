using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Schedule;

/// <summary>The clock of the machine is set back: nothing is missed, and for no profile does time run back.</summary>
public sealed class ClockSetBackTests : OpenGrid
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Flip_of_a_profile_that_left_memory_is_not_missed(bool forgotten)
    {
        var options = Options with { MemoryBudget = forgotten ? 0 : Options.MemoryBudget };
        var grid = await OpenAsync(Recent("7d"), options);
        await ObserveAsync(grid, Some.Observation("bob", time: Clock.Now - (2 * Day)));
        Clock.Advance(5 * Day);
        await grid.SettleAsync(Deadline);
        Clock.SetBack(3 * Day);
        await ObserveAsync(grid, Some.Observation("ann", time: Clock.Now - (6 * Day)));
        await grid.SettleAsync(Deadline);

        Clock.Advance(Day);
        await grid.SettleAsync(Deadline);

        (await EventsAsync(grid)).Where(each => each.Kind == GridEventKind.Exited).Select(each => (each.Profile.Value, each.At))
            .ShouldBe([("bob", Some.Now + (5 * Day)), ("ann", Some.Now + (3 * Day))]);
    }

    [Fact]
    public async Task Time_of_a_profile_never_runs_back()
    {
        var grid = await OpenAsync(Recent("7d"));
        await ObserveAsync(grid, Some.Observation());
        Clock.Advance(3 * Day);
        await ObserveAsync(grid, Some.Observation(time: Clock.Now));
        var before = await ProfileAsync(grid);

        Clock.SetBack(2 * Day);
        await ObserveAsync(grid, Some.Observation(time: Clock.Now));

        (await ProfileAsync(grid)).AsOf.ShouldBeGreaterThanOrEqualTo(before.AsOf);
        await grid.AbandonAsync();
        (await ProfileAsync(await OpenAsync())).AsOf.ShouldBeGreaterThanOrEqualTo(before.AsOf);
    }
}
