using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Schedule;

/// <summary>Wake-ups as they stand in the store.</summary>
public sealed class StoredWakeTests : OpenGrid
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wake_ups_of_a_profile_that_leaves_memory_again_and_again_are_gone_when_they_are_over(bool forgotten)
    {
        var grid = await OpenAsync(Recent("7d"), Options with { MemoryBudget = forgotten ? 0 : Options.MemoryBudget });
        for (var day = 0; day < 20; day++)
        {
            await ObserveAsync(grid, Some.Observation("ann", time: Clock.Now));
            Clock.Advance(Day);
            await grid.SettleAsync(Deadline);
            Number("SELECT count(*) FROM wakes").ShouldBeInRange(1, forgotten ? day + 1 : 1);
        }

        Clock.Advance(30 * Day);
        await grid.SettleAsync(Deadline);

        (await EventsAsync(grid)).Where(each => each.Kind == GridEventKind.Exited).Select(each => each.At).ShouldBe([Some.Now + (26 * Day)]);
        Number("SELECT count(*) FROM wakes").ShouldBe(0);
    }
}
