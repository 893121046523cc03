using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Clocks are set back by operators and time servers: what is due happens all the same, at the instants of the clock.</summary>
public abstract class ClockContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private Task StartAsync(bool forgetsIdle) => StartAsync(
        Some.Catalog(
            segments: """{ "chosen": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" } } }""",
            triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "2h" } }"""),
        new GridHostOptions { ForgetIdleProfiles = forgetsIdle });

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Flip_and_trigger_come_when_the_clock_that_was_set_back_is_there(bool forgetsIdle)
    {
        await StartAsync(forgetsIdle);
        await ObserveAsync([.. Enumerable.Range(0, 50).SelectMany(index => new[] { "product_viewed", "cart_added" }, (index, type) => Some.Observation($"visitor-{index}", type))]);
        await AdvanceAsync(30 * Minute);

        Host.Clock.SetBack(3 * Hour);
        await SettleAsync();
        await AdvanceAsync(3 * Hour + 29 * Minute);
        (await SegmentAsync()).Count.ShouldBe(50);

        await AdvanceAsync(Minute);
        (await EventsAsync(GridEventKind.Exited)).Select(one => one.At).ShouldBe(Enumerable.Repeat(Some.Now + Hour, 50));
        await AdvanceAsync(Hour);
        (await EventsAsync(GridEventKind.Triggered)).Select(one => one.At).ShouldBe(Enumerable.Repeat(Some.Now + 2 * Hour, 50));
    }

    [ContractFact]
    public async Task Flip_comes_after_a_restart_with_the_clock_set_back()
    {
        await StartAsync(forgetsIdle: false);
        await ObserveNowAsync();
        Host.Clock.SetBack(Day);

        await RestartAsync();
        (await IsChosenAsync()).ShouldBeTrue();
        await AdvanceAsync(Day + Hour);

        (await EventsAsync())[^1].ShouldSatisfyAllConditions(
            exited => Tell(exited).ShouldBe("exited chosen 2"),
            exited => exited.At.ShouldBe(Some.Now + Hour));
    }

    [ContractFact]
    public async Task Signals_are_taken_while_the_clock_is_behind()
    {
        await StartAsync(forgetsIdle: false);
        await AdvanceAsync(Day);
        await ObserveNowAsync();
        Host.Clock.SetBack(2 * Hour);

        (await ObserveNowAsync())[0].Status.ShouldBe(ObservationStatus.Accepted);
        await ObserveAsync(Some.Observation("bob", time: Host.Clock.Now));
        await AdvanceAsync(Hour);

        (await ProfileAsync()).Signals.ShouldBe(2);
        (await StoryAsync()).ShouldBe(["entered chosen 1"]);
        (await StoryAsync("bob")).ShouldBe(["entered chosen 1", "exited chosen 2"]);
    }
}
