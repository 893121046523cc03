using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Timed patterns: something happened and nothing followed in time.</summary>
public abstract class TriggerContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private Task StartWithTriggerAsync(string late = "1h", bool forgetsIdle = false) => StartAsync(
        Some.Catalog(
            segments: """{ "chosen": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "7d" } } }""",
            triggers: $$"""{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m", "late": "{{late}}" } }"""),
        new GridHostOptions { ForgetIdleProfiles = forgetsIdle });

    [ContractFact]
    public async Task Trigger_fires_at_its_deadline_and_not_a_tick_before()
    {
        await StartWithTriggerAsync();
        await ObserveNowAsync("cart_added");

        await AdvanceAsync(30 * Minute - Tick);
        (await EventsAsync()).ShouldBeEmpty();

        await AdvanceAsync(Tick);
        var fired = (await EventsAsync()).Single(one => one.Kind == GridEventKind.Triggered);
        (fired.Subject, fired.At, fired.Version).ShouldBe(("cart_abandoned", Some.Now + 30 * Minute, 1));
    }

    [ContractFact]
    public async Task Trigger_emits_a_signal_that_segments_count_once()
    {
        await StartWithTriggerAsync();
        await ObserveNowAsync("cart_added");

        await AdvanceAsync(30 * Minute);
        await AdvanceAsync(Hour);

        (await ProfileAsync()).Memberships.ShouldBe([new Profiles.Membership("chosen", Some.Now + 30 * Minute, 1)]);
        (await ProfileAsync()).Signals.ShouldBe(2);
        var derived = (await Grid.TimelineAsync(Some.Profile(), 10, Deadline)).ShouldNotBeNull()[0].Signal;
        (derived.Type, derived.Time).ShouldBe(("cart_abandoned", Some.Now + 30 * Minute));
    }

    [ContractFact]
    public async Task Trigger_is_disarmed_by_what_it_waits_for()
    {
        await StartWithTriggerAsync();
        await ObserveNowAsync("cart_added");
        await AdvanceAsync(10 * Minute);
        await ObserveNowAsync("order_completed");

        await AdvanceAsync(Day);

        (await EventsAsync()).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Later_arming_signal_moves_the_deadline()
    {
        await StartWithTriggerAsync();
        await ObserveNowAsync("cart_added");
        await AdvanceAsync(20 * Minute);
        await ObserveNowAsync("cart_added");

        await AdvanceAsync(30 * Minute - Tick);
        (await EventsAsync()).ShouldBeEmpty();
        await AdvanceAsync(Tick);
        (await EventsAsync()).Count(one => one.Kind == GridEventKind.Triggered).ShouldBe(1);
    }

    [ContractFact]
    public async Task Trigger_fires_again_for_a_new_pattern_and_counts_its_firings()
    {
        await StartWithTriggerAsync();
        await ObserveNowAsync("cart_added");
        await AdvanceAsync(Hour);
        await ObserveNowAsync("cart_added");
        await AdvanceAsync(Hour);

        (await EventsAsync()).Where(one => one.Kind == GridEventKind.Triggered).Select(one => (one.At, one.Version)).ShouldBe(
            [(Some.Now + 30 * Minute, 1), (Some.Now + 90 * Minute, 2)]);
    }

    [ContractFact]
    public async Task Trigger_survives_a_crash_and_fires_once()
    {
        await StartWithTriggerAsync();
        await ObserveNowAsync("cart_added");
        await CrashAsync();
        await AdvanceAsync(Hour);
        await CrashAsync();
        await AdvanceAsync(Hour);

        (await EventsAsync()).Count(one => one.Kind == GridEventKind.Triggered).ShouldBe(1);
        (await ProfileAsync()).Signals.ShouldBe(2);
    }

    [ContractTheory]
    [InlineData("2h", 120, true)]
    [InlineData("2h", 121, false)]
    [InlineData("0s", 0, true)]
    [InlineData("0s", 1, false)]
    public async Task Trigger_whose_signal_comes_after_the_deadline_fires_within_late_and_is_missed_beyond_it(string late, int minutes, bool fires)
    {
        await StartWithTriggerAsync(late);

        await ObserveAsync(Some.Observation(type: "cart_added", time: Some.Now - (30 + minutes) * Minute));
        await SettleAsync();

        (await EventsAsync(GridEventKind.Triggered)).Length.ShouldBe(fires ? 1 : 0);
        (await IsChosenAsync()).ShouldBe(fires);
        var missed = (await Grid.StatusAsync(Deadline)).MissedTriggers;
        missed.ShouldBe(fires ? [] : [new("cart_abandoned", 1)]);
        await AdvanceAsync(Day);
        (await EventsAsync(GridEventKind.Triggered)).Length.ShouldBe(fires ? 1 : 0);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Member_by_a_trigger_is_one_since_the_deadline(Ending ending)
    {
        await StartWithTriggerAsync(forgetsIdle: ending == Ending.Crash);
        await ObserveNowAsync("cart_added");
        await AdvanceAsync(30 * Minute);
        await EndAsync(ending, Hour);

        var deadline = Some.Now + 30 * Minute;
        (await ProfileAsync()).Memberships.ShouldBe([new Profiles.Membership("chosen", deadline, 1)]);
        (await MembersAsync()).ShouldBe([new Member(Some.Profile(), deadline, 1)]);
        (await EventsAsync()).Select(one => (Tell(one), one.At)).ShouldBe([("triggered cart_abandoned 1", deadline), ("entered chosen 1", deadline)]);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Member_by_a_trigger_that_was_due_while_down_is_one_since_the_deadline(bool crashed)
    {
        await StartWithTriggerAsync();
        await ObserveNowAsync("cart_added");
        await (crashed ? CrashAsync(Day) : RestartAsync(Day));

        (await ProfileAsync()).Memberships.ShouldBe([new Profiles.Membership("chosen", Some.Now + 30 * Minute, 1)]);
        (await MembersAsync()).ShouldBe([new Member(Some.Profile(), Some.Now + 30 * Minute, 1)]);
    }

    [ContractFact]
    public async Task Trigger_whose_deadline_passed_before_its_signal_arrived_fires_at_once()
    {
        await StartWithTriggerAsync();

        await ObserveAsync(Some.Observation(type: "cart_added", time: Some.Now - Hour));
        await SettleAsync();

        var fired = (await EventsAsync()).Single(one => one.Kind == GridEventKind.Triggered);
        fired.At.ShouldBe(Some.Now - 30 * Minute);
    }
}
