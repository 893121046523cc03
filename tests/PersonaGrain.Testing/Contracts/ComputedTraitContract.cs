using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;
using PersonaGrain.Grid;
using PersonaGrain.Profiles.Computed;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Traits that profiles work out from their signals: live, exact to the tick, whatever the order, learned from history.</summary>
public abstract class ComputedTraitContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Traits = """
        {
          "orders_90d": { "count": "order_completed", "within": "90d" },
          "spend": { "sum": "order_completed" },
          "basket": { "mean": "order_completed", "within": "30d" },
          "smallest": { "min": "order_completed", "within": "30d" },
          "largest": { "max": "order_completed" },
          "spread": { "variance": "order_completed" },
          "running_spend": { "sum": "price", "of": "product_viewed", "where": { "department": "running" } },
          "department": { "last": "department", "of": "product_viewed" },
          "begun_with": { "first": "department", "of": "product_viewed" },
          "days": { "daysSince": "order_completed" },
          "average": { "ratio": ["spend", "orders_90d"] }
        }
        """;

    [ContractFact]
    public async Task Profile_tells_what_was_computed_and_how_exact_it_is()
    {
        await StartAsync(Some.Catalog(traits: Traits));
        await ObserveAsync(Order(60, -40), Order(20, -20), Order(30, -3), View("running", 80, -9), View("tennis", 20, -8), View("running", 9.5, -30));

        await ShouldBeToldAsync();
        await RestartAsync();
        await ShouldBeToldAsync();
        await CrashAsync();
        await ShouldBeToldAsync();

        async Task ShouldBeToldAsync()
        {
            var profile = await ProfileAsync();
            profile.Traits.Select(trait => $"{trait.Key} {trait.Value}").ShouldBe(
            [
                "orders_90d 3", "spend 110", "basket 25", "smallest 20", "largest 60", "spread 433.3333333333333", "running_spend 89.5",
                "department tennis", "begun_with running", "days 3", "average 36.666666667",
            ], ignoreOrder: true);
            profile.ComputedTraits.Count.ShouldBe(11);
            profile.ComputedTraits.Values.ShouldAllBe(accuracy => accuracy == TraitAccuracy.Exact);
        }
    }

    [ContractTheory]
    [InlineData("basket", "atLeast", 50, 30)]
    [InlineData("smallest", "is", 100, 30)]
    [InlineData("orders_90d", "is", 2, 90)]
    [InlineData("average", "is", 60, 90)]
    [InlineData("days", "below", 7, 17)]
    public async Task Membership_ends_at_the_tick_at_which_the_value_changes(string trait, string comparison, double operand, int day)
    {
        await StartAsync(Some.Catalog(traits: Traits, segments: $$"""{ "chosen": { "when": { "trait": "{{trait}}", "{{comparison}}": {{operand}} } } }"""));
        await ObserveAsync(Order(100, 0));
        await AdvanceAsync(10 * Day);
        await ObserveAsync(Order(trait == "smallest" ? 120 : 20, 10));
        (await IsChosenAsync()).ShouldBeTrue();
        (await ProfileAsync()).NextFlip.ShouldBe(Some.Now + day * Day);

        await AdvanceAsync((day - 10) * Day - Tick);
        (await IsChosenAsync()).ShouldBeTrue();
        await AdvanceAsync(Tick);

        (await IsChosenAsync()).ShouldBeFalse();
        var exit = (await EventsAsync())[^1];
        (exit.Kind, exit.At, exit.Cause.Kind).ShouldBe((GridEventKind.Exited, Some.Now + day * Day, CauseKind.Clock));
    }

    [ContractFact]
    public async Task Values_of_an_attribute_are_told_apart()
    {
        await StartAsync(Some.Catalog(traits: """
            {
              "favourite": { "mostFrequent": "department", "of": "product_viewed" },
              "favourite_30d": { "mostFrequent": "department", "of": "product_viewed", "within": "30d" },
              "seldom": { "leastFrequent": "department", "of": "product_viewed" },
              "departments": { "distinct": "department", "of": "product_viewed", "within": "30d" },
              "prices": { "distinct": "price", "of": "product_viewed", "keep": 3 },
              "newest": { "newest": "department", "of": "product_viewed", "keep": 2 }
            }
            """, segments: """{ "chosen": { "when": { "all": [ { "trait": "favourite_30d", "is": "tennis" }, { "trait": "newest", "hasAny": ["golf"] } ] } } }"""));
        await ObserveAsync(
            View("running", 1, -40), View("running", 2, -39), View("running", 3, -38), View("tennis", 4, -20), View("tennis", 5, -19), View("running", 6, -5), View("golf", 7, -4));

        await ShouldBeToldAsync();
        await RestartAsync();
        await ShouldBeToldAsync();
        await CrashAsync();
        await ShouldBeToldAsync();

        // One view of each is left by then, and that of golf is the newest.
        (await ProfileAsync()).NextFlip.ShouldBe(Some.Now + 10 * Day);
        await AdvanceAsync(10 * Day);
        (await IsChosenAsync()).ShouldBeFalse();
        (await ProfileAsync()).Traits["favourite_30d"].ShouldBe(Some.Value("golf"));

        async Task ShouldBeToldAsync()
        {
            var profile = await ProfileAsync();
            profile.Traits.Select(trait => $"{trait.Key} {trait.Value}").ShouldBe(
                ["favourite running", "favourite_30d tennis", "seldom golf", "departments 3", "prices 7", "newest [golf, running]"], ignoreOrder: true);
            profile.ComputedTraits.Where(trait => trait.Value != TraitAccuracy.Exact).ShouldBe([KeyValuePair.Create("prices", TraitAccuracy.Approximate)]);
            profile.TraitErrors["prices"].ShouldBe(7 * 1.04 / 64);
            (await IsChosenAsync()).ShouldBeTrue();
        }
    }

    [ContractTheory]
    [InlineData("UTC", 36)]
    [InlineData("Europe/Berlin", 35)]
    [InlineData("America/New_York", 41)]
    public async Task Streak_breaks_when_the_day_after_its_last_one_is_over(string zone, int hours)
    {
        await StartAsync(Some.Catalog(
            traits: $$"""
                { "streak": { "streak": "product_viewed", "zone": "{{zone}}" }, "days": { "distinctDays": "product_viewed", "zone": "{{zone}}" },
                  "weeks": { "streak": "product_viewed", "every": "week", "zone": "{{zone}}" } }
                """,
            segments: """{ "chosen": { "when": { "trait": "streak", "atLeast": 3 } } }"""));
        await ObserveAsync(View("running", 1, 0), View("golf", 1, -1), View("golf", 1, -4));
        (await IsChosenAsync()).ShouldBeFalse();
        await ObserveAsync(View("running", 1, -2));
        await RestartAsync();

        var profile = await ProfileAsync();
        (profile.Traits["streak"], profile.Traits["days"], profile.Traits["weeks"], profile.NextFlip).ShouldBe(
            (Some.Value(3), Some.Value(4), Some.Value(1), Some.Now + hours * Hour));
        await AdvanceAsync(hours * Hour - Tick);
        (await IsChosenAsync()).ShouldBeTrue();
        await AdvanceAsync(Tick);

        (await IsChosenAsync()).ShouldBeFalse();
        (await ProfileAsync()).Traits["streak"].ShouldBe(Some.Value(0));
    }

    [ContractFact]
    public async Task Sessions_and_percentiles_follow_late_signals()
    {
        await StartAsync(Some.Catalog(
            traits: """
                { "visits": { "sessions": "product_viewed", "gap": "1h" }, "visits_1d": { "sessions": "product_viewed", "gap": "1h", "within": "1d" },
                  "length": { "sessionLength": "product_viewed", "gap": "1h" }, "views": { "sessionSignals": "product_viewed", "gap": "1h" },
                  "median": { "percentile": "price", "of": "product_viewed", "rank": 50 }, "high": { "percentile": "price", "of": "product_viewed", "rank": 90, "keep": 2 } }
                """,
            segments: """{ "chosen": { "when": { "trait": "visits_1d", "is": 2 } } }"""));
        await ObserveAsync(At(0, 10), At(-70, 20), At(-110, 30), At(-600, 40));
        (await IsChosenAsync()).ShouldBeFalse();

        await ObserveAsync(At(-35, 50));
        await ShouldBeToldAsync();
        await CrashAsync();
        await ShouldBeToldAsync();
        (await ProfileAsync()).NextFlip.ShouldBe(Some.Now + Day - 10 * Hour);

        async Task ShouldBeToldAsync()
        {
            (await IsChosenAsync()).ShouldBeTrue();
            var profile = await ProfileAsync();
            ((string[])["visits", "visits_1d", "length", "views", "median"]).Select(trait => profile.Traits[trait].Number).ShouldBe([2, 2, 3_300, 2.5, 30]);
            (profile.ComputedTraits["median"], profile.ComputedTraits["high"]).ShouldBe((TraitAccuracy.Exact, TraitAccuracy.Approximate));
            profile.Traits["high"].Number.ShouldBe(46, profile.TraitErrors["high"]);
        }

        static Observation At(int minute, double price) => Some.Observation(time: Some.Now + minute * Minute, attributes: Some.Attributes(("price", price)));
    }

    [ContractFact]
    public async Task Late_signals_give_what_signals_in_order_give()
    {
        await StartAsync(Some.Catalog(traits: Traits, segments: """{ "chosen": { "when": { "trait": "basket", "below": 30 } } }"""));
        Observation[] signals = [Order(50, -50), Order(7.5, -29), View("running", 80, -9), Order(30, -8), View("tennis", 20, -7), Order(11, -1)];
        foreach (var signal in signals)
        {
            await ObserveAsync(signal with { Profile = Some.Profile("in_order") });
        }

        foreach (var signal in signals.Reverse())
        {
            await ObserveAsync(signal with { Profile = Some.Profile("late") });
        }

        await ShouldBeAlikeAsync("late", "in_order");
        await AdvanceAsync(2 * Day);
        await ShouldBeAlikeAsync("late", "in_order");
    }

    [ContractFact]
    public async Task Trait_that_a_catalog_adds_is_learned_from_history()
    {
        await StartAsync(Some.Catalog());
        await ObserveAsync(Order(60, -40), Order(20, -20));

        (await Grid.ReplaceCatalogAsync(Some.Catalog(version: 2, traits: Traits, segments: """{ "chosen": { "when": { "trait": "spend", "is": 80 } } }"""), Deadline))
            .ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();

        (await IsChosenAsync()).ShouldBeTrue();
        (await ProfileAsync()).Traits["basket"].ShouldBe(Some.Value(20));
        await ObserveAsync(Order(40, -1));
        (await ProfileAsync()).Traits["basket"].ShouldBe(Some.Value(30));
    }

    [ContractFact]
    public async Task Signal_of_a_firing_that_was_taken_back_counts_no_more()
    {
        await StartAsync(Some.Catalog(
            triggers: """{ "abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""",
            traits: """{ "left": { "count": "abandoned", "within": "9d" }, "days_left": { "distinctDays": "abandoned" }, "streak": { "streak": "abandoned" } }""",
            segments: """{ "chosen": { "when": { "trait": "left", "atLeast": 1 } } }"""));
        await ObserveNowAsync("cart_added");
        await AdvanceAsync(Hour);
        (await IsChosenAsync()).ShouldBeTrue();

        await ObserveAsync(Some.Observation(type: "order_completed", time: Some.Now + 5 * Minute));

        (await IsChosenAsync()).ShouldBeFalse();
        var profile = await ProfileAsync();
        ((string[])["left", "days_left", "streak"]).ShouldAllBe(trait => profile.Traits[trait] == Some.Value(0));
    }

    [ContractFact]
    public async Task Scores_and_decisions_ask_for_computed_traits()
    {
        await StartAsync(Some.Catalog(traits: Traits, scores: """
            { "worth": { "weights": { "wishlist_added": 1 }, "context": [ { "when": { "trait": "spend", "atLeast": 100 }, "add": 40 } ] } }
            """));
        await ObserveAsync(Order(60, -40), Order(50, -20));

        (await ProfileAsync()).Scores["worth"].ShouldBe(40);
        var request = new DecisionRequest
        {
            Contents = [Shown("dear", 100), Shown("dearest", 200)],
        };
        var decided = (await Grid.DecideAsync(Some.Profile(), request, Deadline)).ShouldBeOfType<DecisionResult.Decided>();
        decided.Ranked.Select(content => content.Id).ShouldBe(["dear"]);
    }

    [ContractFact]
    public async Task Window_with_more_values_than_are_kept_says_so()
    {
        await StartAsync(Some.Catalog(traits: """{ "views": { "count": "product_viewed", "within": "30d", "keep": 3 } }"""));
        await ObserveAsync([.. Enumerable.Range(0, 5).Select(index => Some.Observation(time: Some.Now - index * Hour))]);

        var profile = await ProfileAsync();

        (profile.Traits["views"], profile.ComputedTraits["views"]).ShouldBe((Some.Value(3), TraitAccuracy.Truncated));
    }

    private static Content Shown(string id, double above)
    {
        var when = new ConditionDocument.Trait("spend", [new ValueTest(ValueOperator.Above, [Some.Value(above)])]);
        return new Content(id, when, [], [], new Dictionary<string, double>());
    }

    private static Observation Order(double revenue, int day) => Some.Observation(type: "order_completed", time: Some.Now + day * Day, value: revenue);

    private static Observation View(string department, double price, int day) => Some.Observation(
        time: Some.Now + day * Day, attributes: Some.Attributes(("department", department), ("price", price)));
}
