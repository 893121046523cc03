using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What becomes of signals that are handed to a grid.</summary>
public abstract class ObserveContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    [ContractFact]
    public async Task Observe_acknowledged_is_read_by_the_same_caller()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "7d" }""");

        for (var sent = 1; sent <= 3; sent++)
        {
            await ObserveNowAsync();
            (await ProfileAsync()).Signals.ShouldBe(sent);
            (await IsChosenAsync()).ShouldBe(sent == 3);
        }
    }

    [ContractFact]
    public async Task Observe_of_many_profiles_answers_in_the_order_of_the_call()
    {
        await StartAsync(Some.Catalog(unknownSignals: "reject"));

        var outcomes = await ObserveAsync(
            Some.Observation("ada", id: "1"),
            Some.Observation("bob", type: "never_declared"),
            Some.Observation("ada", id: "1"),
            Some.Observation("cleo"));

        outcomes.Select(outcome => outcome.Status).ShouldBe(
            [ObservationStatus.Accepted, ObservationStatus.Refused, ObservationStatus.Duplicate, ObservationStatus.Accepted]);
    }

    [ContractFact]
    public async Task Call_that_brings_the_order_with_the_cart_fires_nothing_and_nobody_enters()
    {
        await StartAsync(Some.Catalog(
            segments: """{ "chosen": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 } } } }""",
            triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));

        await ObserveAsync(Some.Observation(type: "cart_added", time: Some.Now - 45 * Minute), Some.Observation(type: "order_completed", time: Some.Now - 40 * Minute));
        await ObserveAsync(Some.Observation("bob", "order_completed", Some.Now - 40 * Minute), Some.Observation("bob", "cart_added", Some.Now - 45 * Minute));
        await AdvanceAsync(Day);

        (await EventsAsync()).ShouldBeEmpty();
        (await ProfileAsync()).Signals.ShouldBe(2);
        (await Grid.StatusAsync(Deadline)).MissedTriggers.ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Call_is_one_instant_in_which_nothing_flickers()
    {
        await StartAsync(Some.Catalog(
            segments: """
                {
                  "lapsed": { "when": { "signal": "order_completed", "lastSeen": { "olderThan": "30d" } } },
                  "one":    { "when": { "signal": "order_completed", "count": { "is": 1 } } },
                  "buyer":  { "when": { "signal": "order_completed", "count": { "atLeast": 3 } } }
                }
                """,
            triggers: """{ "review_due": { "after": "order_completed", "unless": "product_viewed", "within": "14d" } }"""));

        await ObserveAsync([.. new[] { 200, 7, 100 }.Select(days => Some.Observation(type: "order_completed", time: Some.Now - days * Day))]);

        (await EventsAsync()).Select(one => (Tell(one), one.At)).ShouldBe([("entered buyer 1", Some.Now)]);
        await AdvanceAsync(7 * Day);
        (await EventsAsync(GridEventKind.Triggered)).ShouldHaveSingleItem().At.ShouldBe(Some.Now + 7 * Day);
    }

    [ContractFact]
    public async Task Traits_of_one_time_go_to_the_later_in_the_call_and_then_to_the_later_arrival()
    {
        await StartAsync(Some.Catalog());

        await ObserveAsync(Some.Observation(id: "z", traits: Some.Trait("plan", "first")), Some.Observation(id: "a", traits: Some.Trait("plan", "second")));
        (await ProfileAsync()).Traits["plan"].Text.ShouldBe("second");

        await ObserveAsync(Some.Observation(id: "b", traits: Some.Trait("plan", "third")));
        (await ProfileAsync()).Traits["plan"].Text.ShouldBe("third");
        await RestartAsync();
        (await ProfileAsync()).Traits["plan"].Text.ShouldBe("third");
    }

    [ContractFact]
    public async Task Observe_of_nothing_answers_nothing()
    {
        await StartAsync(Some.Catalog());

        (await ObserveAsync()).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Unknown_signal_is_kept_where_the_catalog_accepts()
    {
        await StartAsync(Some.Catalog(unknownSignals: "accept"));

        var outcomes = await ObserveAsync(Some.Observation(type: "never_declared"));

        outcomes[0].ShouldBe(new ObservationOutcome(ObservationStatus.Accepted, null));
        (await ProfileAsync()).Signals.ShouldBe(1);
    }

    [ContractFact]
    public async Task Unknown_signal_is_refused_and_counted_where_the_catalog_rejects()
    {
        await StartAsync(Some.Catalog(unknownSignals: "reject"));

        var outcomes = await ObserveAsync(Some.Observation(type: "never_declared"), Some.Observation());

        outcomes[0].Status.ShouldBe(ObservationStatus.Refused);
        var fault = outcomes[0].Fault.ShouldNotBeNull();
        fault.Field.ShouldBe("type");
        outcomes[1].Status.ShouldBe(ObservationStatus.Accepted);
        (await ProfileAsync()).Signals.ShouldBe(1);
        (await Grid.StatusAsync(Deadline)).Refused[fault.Reason].ShouldBe(1);
    }

    [ContractFact]
    public async Task Refused_signal_alone_makes_no_profile()
    {
        await StartAsync(Some.Catalog(unknownSignals: "reject"));

        await ObserveAsync(Some.Observation(type: "never_declared"));

        (await Grid.ProfileAsync(Some.Profile(), Deadline)).ShouldBeNull();
        (await Grid.StatusAsync(Deadline)).Profiles.ShouldBe(0);
    }

    [ContractFact]
    public async Task Signal_up_to_five_minutes_ahead_keeps_its_time()
    {
        await StartAsync(Some.Catalog());

        var outcomes = await ObserveAsync(Some.Observation(time: Some.Now + 5 * Minute));

        outcomes[0].ShouldBe(new ObservationOutcome(ObservationStatus.Accepted, null));
        (await ProfileAsync()).LastSeen.ShouldBe(Some.Now + 5 * Minute);
    }

    [ContractFact]
    public async Task Signal_further_ahead_is_kept_at_the_time_it_was_received()
    {
        await StartAsync(Some.Catalog());

        var outcomes = await ObserveAsync(Some.Observation(time: Some.Now + 5 * Minute + Tick));

        outcomes[0].Status.ShouldBe(ObservationStatus.Accepted);
        outcomes[0].Notes.ShouldHaveSingleItem().Reason.ShouldBe("clock_ahead");
        (await ProfileAsync()).LastSeen.ShouldBe(Some.Now);
    }

    [ContractFact]
    public async Task Signal_from_before_1970_is_refused()
    {
        await StartAsync(Some.Catalog());

        var outcomes = await ObserveAsync(Some.Observation(time: Instant.UnixEpoch - Tick), Some.Observation(time: Instant.UnixEpoch));

        outcomes[0].Status.ShouldBe(ObservationStatus.Refused);
        outcomes[0].Fault.ShouldNotBeNull().Reason.ShouldBe("time_out_of_range");
        outcomes[1].Status.ShouldBe(ObservationStatus.Accepted);
    }

    [ContractFact]
    public async Task Signal_of_a_clock_that_was_never_set_counts_and_is_noted()
    {
        await StartAsync(Some.Catalog());

        var outcomes = await ObserveAsync(Some.Observation(time: Instant.UnixEpoch));

        (outcomes[0].Status, outcomes[0].Notes.ShouldHaveSingleItem().Reason).ShouldBe((ObservationStatus.Accepted, "clock_behind"));
        (await ProfileAsync()).FirstSeen.ShouldBe(Instant.UnixEpoch);
    }

    [ContractFact]
    public async Task Signal_from_before_what_the_catalog_takes_is_refused_and_counted()
    {
        await StartAsync(Some.Catalog() with { Earliest = Instant.FromUtc(2015, 1, 1) });

        var outcomes = await ObserveAsync(Some.Observation(time: Instant.FromUtc(2014, 12, 31)), Some.Observation(time: Instant.FromUtc(2015, 1, 1)));

        outcomes.Select(outcome => outcome.Status).ShouldBe([ObservationStatus.Refused, ObservationStatus.Accepted]);
        (await Grid.StatusAsync(Deadline)).Refused["before_earliest"].ShouldBe(1);
        (await ProfileAsync()).FirstSeen.ShouldBe(Instant.FromUtc(2015, 1, 1));
    }

    [ContractFact]
    public async Task Signal_of_a_triggers_name_is_refused()
    {
        await StartAsync(Some.Catalog(
            triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""",
            segments: """{ "chosen": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 } } } }"""));

        var outcomes = await ObserveAsync(Some.Observation(type: "cart_abandoned"), Some.Observation());

        (outcomes[0].Status, outcomes[0].Fault.ShouldNotBeNull().Reason).ShouldBe((ObservationStatus.Refused, "derived_type"));
        (await IsChosenAsync()).ShouldBeFalse();
    }

    [ContractFact]
    public async Task Observe_cancelled_before_it_begins_changes_nothing()
    {
        await StartAsync(Some.Catalog());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await Grid.ObserveAsync([Some.Observation()], cancelled.Token));

        (await Grid.ProfileAsync(Some.Profile(), Deadline)).ShouldBeNull();
        await ObserveNowAsync();
        (await ProfileAsync()).Signals.ShouldBe(1);
    }

    [ContractFact]
    public async Task Load_tells_what_is_in_memory_and_that_nothing_waits_or_is_late()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" }""");
        await ObserveAsync(Some.Observation("ada", time: Host.Clock.Now), Some.Observation("bob", time: Host.Clock.Now));
        await AdvanceAsync(8 * Day);
        await SettleAsync();

        var load = await Grid.LoadAsync(Deadline);

        load.Wakes.ShouldBe(default);
        load.Waiting.ShouldBe(0);
        load.Parts.ShouldAllBe(part => part.IsUp);
        if (load.Parts.Count > 0)
        {
            load.Parts.Sum(part => part.InMemory).ShouldBe((await Grid.StatusAsync(Deadline)).ProfilesInMemory);
        }
    }
}
