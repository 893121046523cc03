using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Tests.Schedule;

public sealed class SignalsClockTests : OpenGrid
{
    private static readonly Instant Start = Instant.FromUtc(2020, 1, 1);

    private EmbeddedGridOptions Replay => Options with { Clock = GridClock.Signals };

    private static Observation[] Daily(int days) =>
        [.. Enumerable.Range(0, days).SelectMany(day => Enumerable.Range(0, 5).Select(visitor =>
            Some.Observation($"visitor-{visitor}", time: Start + (day * Day) + (visitor * Hour))))];

    [Fact]
    public async Task History_replays_with_its_exact_instants()
    {
        var grid = await OpenAsync(
            Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "7d" }"""), Replay);

        await ObserveAsync(grid, Daily(10));
        await grid.AdvanceClockAsync(Start + (100 * Day), Deadline);

        var events = (await EventsAsync(grid)).Where(each => each.Profile == Visitor(2)).Select(each => (each.Kind, each.At));
        events.ShouldBe(
        [
            (GridEventKind.Entered, Start + (2 * Day) + (2 * Hour)),
            (GridEventKind.Exited, Start + (14 * Day) + (2 * Hour)),
        ]);
        grid.Now.ShouldBe(Start + (100 * Day));
    }

    [Fact]
    public async Task Store_keeps_its_own_clock()
    {
        var grid = await OpenAsync(Recent(), Replay);
        await ObserveAsync(grid, Daily(3));
        await grid.SettleAsync(Deadline);
        var now = grid.Now;
        now.ShouldBe(Start + (2 * Day) + (4 * Hour));
        await grid.DisposeAsync();

        var again = await OpenAsync();

        again.Clock.ShouldBe(GridClock.Signals);
        again.Now.ShouldBe(now);
        (await again.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(5);
    }

    [Fact]
    public async Task Clock_moved_by_hand_survives_a_crash()
    {
        var grid = await OpenAsync(Recent(), Replay);
        await ObserveAsync(grid, Daily(1));
        await grid.AdvanceClockAsync(Start + (5 * Day), Deadline);
        await grid.AbandonAsync();

        (await OpenAsync()).Now.ShouldBe(Start + (5 * Day));
    }

    [Fact]
    public async Task Clock_of_the_machine_can_not_be_moved()
    {
        var grid = await OpenAsync(Recent());

        await Should.ThrowAsync<InvalidOperationException>(() => grid.AdvanceClockAsync(Start, Deadline));
    }

    [Fact]
    public async Task Calls_one_after_another_give_what_one_call_gives()
    {
        var one = await OpenAsync(Recent("30h"), Replay);
        await ObserveAsync(one, Daily(12));
        await one.AdvanceClockAsync(Start + (50 * Day), Deadline);
        var expected = (await EventsAsync(one)).Select(each => (each.Profile, each.Kind, each.At, each.Version)).ToHashSet();

        using var folder = new TemporaryFolder();
        var many = await OpenAsync(Recent("30h"), Replay with { DataDirectory = folder.Path });
        foreach (var call in Daily(12).Chunk(3))
        {
            await ObserveAsync(many, call);
        }

        await many.AdvanceClockAsync(Start + (50 * Day), Deadline);
        (await EventsAsync(many)).Select(each => (each.Profile, each.Kind, each.At, each.Version)).ToHashSet().SetEquals(expected).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Neither_a_read_nor_a_census_lets_time_pass_for_whom_a_call_under_way_has_signals(bool counts)
    {
        var grid = await OpenAsync(Recent("7d"), Replay with { CountsAtOpening = false });
        await ObserveAsync(grid, Daily(1));
        var context = grid.Engine.Context;

        // As in the middle of a call: one partition took the last of its signals, another one has an earlier one of visitor 2 waiting.
        var waiting = Start + (5 * Day);
        context.Calls.Begin(waiting);
        context.Time.MoveTo(Start + (30 * Day));
        if (counts)
        {
            await grid.Engine.Population.PublishAsync(Deadline);
            (await grid.PopulationAsync(Deadline)).People.ShouldBe(5);
        }
        else
        {
            (await grid.ProfileAsync(Visitor(2), Deadline)).ShouldNotBeNull().Memberships.ShouldHaveSingleItem();
        }

        await ObserveAsync(grid, Some.Observation("visitor-2", time: waiting));
        context.Calls.End(waiting);
        await grid.AdvanceClockAsync(Start + (60 * Day), Deadline);

        (await EventsAsync(grid)).Where(each => each.Profile == Visitor(2)).Select(each => (each.Kind, each.At)).ShouldBe(
            [(GridEventKind.Entered, Start + (2 * Hour)), (GridEventKind.Exited, Start + (12 * Day))]);
    }

    [Fact]
    public async Task Clock_moved_right_after_an_answer_lets_everything_due_happen()
    {
        var grid = await OpenAsync(Recent("1h"), Replay);
        for (var round = 1; round <= 300; round++)
        {
            await ObserveAsync(grid, Some.Observation(time: Start + (round * Day)));
            await grid.AdvanceClockAsync(Start + (round * Day) + (2 * Hour), Deadline);

            (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Exited.ShouldBe(round);
        }
    }
}
