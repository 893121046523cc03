using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Partitions;

public sealed class MemoryTests : OpenGrid
{
    private const int Profiles = 2_000;

    private EmbeddedGridOptions Tiny => Options with { MemoryBudget = 100_000 };

    [Fact]
    public async Task Idle_profiles_leave_memory_and_come_back_as_they_were()
    {
        var grid = await OpenAsync(Recent(), Tiny);
        for (var round = 0; round < 3; round++)
        {
            foreach (var call in Views(Profiles).Chunk(100))
            {
                await ObserveAsync(grid, call);
            }
        }

        await grid.SettleAsync(Deadline);
        await grid.SettleAsync(Deadline);
        (await grid.StatusAsync(Deadline)).ProfilesInMemory.ShouldBeLessThan(Profiles / 2);
        for (var index = 0; index < Profiles; index += 37)
        {
            (await grid.ProfileAsync(Visitor(index), Deadline)).ShouldNotBeNull().Signals.ShouldBe(3);
        }
    }

    [Fact]
    public async Task Repeated_signals_of_profiles_that_left_are_duplicates()
    {
        var grid = await OpenAsync(Recent(), Tiny);
        var sent = Views(Profiles).Chunk(100).ToArray();
        foreach (var call in sent.Concat(sent))
        {
            await ObserveAsync(grid, call);
        }

        (await grid.StatusAsync(Deadline)).Signals.ShouldBe(Profiles);
    }

    [Fact]
    public async Task Profiles_that_left_memory_flip_on_time()
    {
        var grid = await OpenAsync(Recent(), Tiny);
        foreach (var call in Views(Profiles).Chunk(100))
        {
            await ObserveAsync(grid, call);
        }

        Clock.Advance(7 * Day);
        await grid.SettleAsync(Deadline);

        var segment = (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull();
        (segment.Count, segment.Entered, segment.Exited).ShouldBe((0, Profiles, Profiles));
    }

    [Fact]
    public async Task Crash_with_profiles_in_and_out_of_memory_loses_none()
    {
        var grid = await OpenAsync(Recent(), Tiny);
        foreach (var call in Views(Profiles, each: 2).Chunk(100))
        {
            await ObserveAsync(grid, call);
        }

        await grid.AbandonAsync();
        var again = await OpenAsync(options: Tiny);

        for (var index = 0; index < Profiles; index += 61)
        {
            (await again.ProfileAsync(Visitor(index), Deadline)).ShouldNotBeNull().Signals.ShouldBe(2);
        }

        (await again.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(Profiles);
    }
}
