using PersonaGrain.Catalogs;
using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Conditions on how occurrences follow each other: regularly, stopped, restarted; exact to the tick, whatever the order, learned from history.</summary>
public abstract class BehaviorContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Segments = """
        {
          "back":    { "when": { "signal": "logged_in", "restarted": { "after": "60d", "within": "14d" } } },
          "monthly": { "when": { "signal": "product_viewed", "regularly": { "atLeast": 2, "of": 2, "every": "month", "zone": "Europe/Berlin" } } },
          "regular": { "when": { "signal": "product_viewed", "regularly": { "atLeast": 3, "of": 4, "every": "7d" } } },
          "stopped": { "when": { "signal": "order_completed", "stopped": { "within": "90d", "for": "30d", "atLeast": 2 } } }
        }
        """;

    [ContractFact]
    public async Task Habits_are_found_and_end_at_the_tick_at_which_they_do()
    {
        await StartAsync(Some.Catalog(segments: Segments));
        await ObserveHabitsAsync();
        (await ProfileAsync()).NextFlip.ShouldBe(Some.Now + 12 * Day);
        await RestartAsync();
        await AdvanceAsync(12 * Day - Tick);
        (await SegmentsOfAsync()).ShouldBe(["back", "monthly", "regular", "stopped"]);

        await AdvanceAsync(Tick);
        (await SegmentsOfAsync()).ShouldBe(["monthly", "regular", "stopped"]);
        await CrashAsync();
        (await ProfileAsync()).NextFlip.ShouldBe(Some.Now + 13 * Day);
        await AdvanceAsync(60 * Day);

        var exits = (await EventsAsync(GridEventKind.Exited)).Select(one => (one.Subject, one.At - Some.Now, one.Cause.Kind));
        exits.ShouldBe([
            ("back", 12 * Day, CauseKind.Clock), ("regular", 13 * Day, CauseKind.Clock), ("monthly", 30 * Day + 10 * Hour, CauseKind.Clock), ("stopped", 50 * Day, CauseKind.Clock),
        ]);
    }

    [ContractFact]
    public async Task Habits_are_learned_from_history_and_undone_by_what_comes_late()
    {
        await StartAsync(Some.Catalog());
        await ObserveHabitsAsync();
        (await Grid.ReplaceCatalogAsync(Some.Catalog(version: 2, segments: Segments), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
        (await SegmentsOfAsync()).ShouldBe(["back", "monthly", "regular", "stopped"]);
        (await ProfileAsync()).NextFlip.ShouldBe(Some.Now + 12 * Day);

        await ObserveAsync(At("logged_in", -30), At("order_completed", -29));

        (await SegmentsOfAsync()).ShouldBe(["monthly", "regular"]);
        (await EventsAsync(GridEventKind.Exited)).Select(one => one.Subject).ShouldBe(["back", "stopped"], ignoreOrder: true);
    }

    /// <summary>What was taken back had made others of no matter, which matter then: they are learned from history.</summary>
    [ContractFact]
    public async Task Signal_of_a_firing_that_was_taken_back_is_of_no_habit()
    {
        await StartAsync(Some.Catalog(
            triggers: """{ "abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""",
            segments: """
                { "chosen": { "when": { "signal": "abandoned", "regularly": { "atLeast": 2, "of": 3, "every": "3h" } } },
                  "again": { "when": { "signal": "abandoned", "restarted": { "after": "35m", "within": "9h" } } } }
                """));
        foreach (var minute in (int[])[0, 40, 75])
        {
            await ObserveAsync(Cart("late", minute), Cart("in_order", minute));
            await AdvanceAsync(minute == 75 ? 5 * Minute : (minute == 0 ? 40 : 35) * Minute);
        }

        await ObserveAsync(Order("in_order"));
        await AdvanceAsync(35 * Minute);
        await ObserveAsync(Order("late"));

        (await EventsAsync(GridEventKind.Retracted)).ShouldHaveSingleItem();
        await ShouldBeAlikeAsync("late", "in_order");
        await CrashAsync(3 * Hour);
        await ShouldBeAlikeAsync("late", "in_order");
        (await SegmentsOfAsync("late")).ShouldContain("again");

        static Observation Cart(string profile, int minute) => Some.Observation(profile, "cart_added", Some.Now + minute * Minute);

        static Observation Order(string profile) => Some.Observation(profile, "order_completed", Some.Now + 80 * Minute);
    }

    private async Task ObserveHabitsAsync() => await ObserveAsync(
        At("product_viewed", 0), At("order_completed", -35), At("logged_in", -2), At("product_viewed", -15), At("logged_in", -70), At("order_completed", -40), At("product_viewed", -8));

    private static Observation At(string type, int day) => Some.Observation(type: type, time: Some.Now + day * Day);
}
