using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Tests.Schedule;

/// <summary>A store that signals drove goes over to the clock of the machine; and how far signals may drive it.</summary>
public sealed class ClockChangeTests : OpenGrid
{
    private static readonly Instant Start = Instant.FromUtc(2025, 6, 1);

    private EmbeddedGridOptions Replay => Options with { Clock = GridClock.Signals };

    [Fact]
    public async Task Replayed_store_runs_on_to_now_with_exact_past_times_and_tells_how_far_it_is()
    {
        var grid = await OpenAsync(Recent("30d"), Replay);
        await ObserveAsync(grid, [.. Enumerable.Range(0, 40).Select(index => Some.Observation($"visitor-{index}", time: Start + (index * Day)))]);
        await grid.DisposeAsync();
        var steps = new List<OpeningProgress>();

        var served = await OpenAsync(options: Options with { Clock = GridClock.System }, progress: steps.Add);

        (served.Clock, served.Now).ShouldBe((GridClock.System, Clock.Now));
        (await EventsAsync(served)).Where(each => each.Kind == GridEventKind.Exited).Select(each => each.At)
            .ShouldBe(Enumerable.Range(0, 40).Select(index => Start + (index * Day) + (30 * Day)));
        steps.Where(step => step.Step == OpeningStep.CatchingUp).Select(step => step.Done).ShouldBeInOrder();
        steps.Count(step => step.Step == OpeningStep.CatchingUp).ShouldBeGreaterThan(1);

        await ObserveAsync(served, Some.Observation("visitor-3", time: Clock.Now));
        Clock.Advance(30 * Day);
        await served.SettleAsync(Deadline);
        (await EventsAsync(served))[^1].ShouldSatisfyAllConditions(
            each => each.Kind.ShouldBe(GridEventKind.Exited),
            each => each.At.ShouldBe(Some.Now + (30 * Day)));
        await served.DisposeAsync();
        (await OpenAsync()).Clock.ShouldBe(GridClock.System, "it stays with the machine's");
    }

    [Fact]
    public async Task Store_that_the_machine_drove_does_not_go_back_to_signals()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(1));
        await grid.DisposeAsync();

        (await OpenAsync(options: Replay)).Clock.ShouldBe(GridClock.System);
    }

    [Fact]
    public async Task Signal_from_the_far_future_is_noted_and_does_not_move_the_clock()
    {
        var grid = await OpenAsync(Recent("7d"), Replay);
        await ObserveAsync(grid, Some.Observation("ann", time: Start), Some.Observation("bob", time: Start + Day));

        var outcomes = (await grid.ObserveAsync([Some.Observation("ann", time: Instant.FromUtc(2206, 1, 1))], Deadline))
            .ShouldBeOfType<ObserveResult.Observed>().Outcomes;

        outcomes.Single().Status.ShouldBe(ObservationStatus.Accepted);
        outcomes.Single().Notes.ShouldHaveSingleItem().Reason.ShouldBe("clock_ahead");
        await grid.SettleAsync(Deadline);
        grid.Now.ShouldBe(Start + Day);
        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(2);
        (await ProfileAsync(grid, "ann")).LastSeen.ShouldBe(Start + Day);
    }

    [Fact]
    public async Task Signal_a_little_ahead_of_the_machine_moves_the_clock_up_to_the_machine()
    {
        var grid = await OpenAsync(Recent("7d"), Replay);

        await ObserveAsync(grid, Some.Observation("ann", time: Clock.Now + TimeSpan.FromMinutes(3)));

        grid.Now.ShouldBe(Clock.Now);
    }

    [Fact]
    public async Task Signals_of_one_call_live_at_their_own_instants()
    {
        var grid = await OpenAsync(Recent("2d"), Replay);

        await ObserveAsync(grid, [.. new[] { 9, 3, 6, 0 }.Select(day => Some.Observation(time: Start + (day * Day)))]);
        await grid.SettleAsync(Deadline);

        (await EventsAsync(grid)).Select(each => (each.Kind, each.At)).ShouldBe(
        [
            (GridEventKind.Entered, Start), (GridEventKind.Exited, Start + (2 * Day)),
            (GridEventKind.Entered, Start + (3 * Day)), (GridEventKind.Exited, Start + (5 * Day)),
            (GridEventKind.Entered, Start + (6 * Day)), (GridEventKind.Exited, Start + (8 * Day)),
            (GridEventKind.Entered, Start + (9 * Day)),
        ]);
    }
}
