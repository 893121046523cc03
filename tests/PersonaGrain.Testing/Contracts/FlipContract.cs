using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Time alone changes memberships, at the exact tick, without a signal and without a nightly run.</summary>
public abstract class FlipContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    [ContractFact]
    public async Task Count_in_a_window_is_left_at_the_tick_the_deciding_signal_leaves_it()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "7d" }""");
        await ObserveAsync(
            Some.Observation(time: Some.Now - 2 * Day), Some.Observation(time: Some.Now - Day), Some.Observation());

        await AdvanceAsync(5 * Day - Tick);
        (await IsChosenAsync()).ShouldBeTrue();

        await AdvanceAsync(Tick);
        (await IsChosenAsync()).ShouldBeFalse();
        var exit = (await EventsAsync())[^1];
        (exit.Kind, exit.At).ShouldBe((GridEventKind.Exited, Some.Now + 5 * Day));
    }

    [ContractFact]
    public async Task Further_signal_moves_the_flip()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" }""");
        await ObserveNowAsync();
        await AdvanceAsync(3 * Day);
        await ObserveNowAsync();

        await AdvanceAsync(7 * Day - Tick);
        (await StoryAsync()).ShouldBe(["entered chosen 1"]);

        await AdvanceAsync(Tick);
        (await StoryAsync()).ShouldBe(["entered chosen 1", "exited chosen 2"]);
        (await EventsAsync())[^1].At.ShouldBe(Some.Now + 10 * Day);
    }

    [ContractFact]
    public async Task Absence_is_entered_again_when_the_signal_leaves_the_window()
    {
        await StartWhereAsync("""{ "not": { "signal": "order_completed", "count": { "atLeast": 1 }, "within": "10d" } }""");
        await ObserveNowAsync("logged_in");
        await ObserveAsync(Some.Observation(type: "order_completed", time: Some.Now - 3 * Day));
        (await IsChosenAsync()).ShouldBeFalse();

        await AdvanceAsync(7 * Day);

        var back = (await EventsAsync())[^1];
        (back.Kind, back.At, back.Version).ShouldBe((GridEventKind.Entered, Some.Now + 7 * Day, 3));
    }

    [ContractFact]
    public async Task Last_seen_older_than_is_entered_at_that_age()
    {
        await StartWhereAsync("""{ "signal": "order_completed", "lastSeen": { "olderThan": "90d" } }""");
        await ObserveNowAsync("order_completed");

        await AdvanceAsync(90 * Day - Tick);
        (await IsChosenAsync()).ShouldBeFalse();

        await AdvanceAsync(Tick);
        (await ProfileAsync()).Memberships.ShouldBe([new Profiles.Membership("chosen", Some.Now + 90 * Day, 1)]);
    }

    [ContractFact]
    public async Task Last_seen_within_is_left_at_that_age()
    {
        await StartWhereAsync("""{ "signal": "logged_in", "lastSeen": { "within": "5d" } }""");
        await ObserveAsync(Some.Observation(type: "logged_in", time: Some.Now - 3 * Day));

        await AdvanceAsync(2 * Day - Tick);
        (await IsChosenAsync()).ShouldBeTrue();
        await AdvanceAsync(Tick);
        (await IsChosenAsync()).ShouldBeFalse();
    }

    [ContractFact]
    public async Task Sum_in_a_window_is_left_when_an_amount_leaves_it()
    {
        await StartWhereAsync("""{ "signal": "order_completed", "sum": { "atLeast": 100 }, "within": "30d" }""");
        await ObserveAsync(Some.Observation(type: "order_completed", value: 60));
        await AdvanceAsync(10 * Day);
        await ObserveAsync(Some.Observation(type: "order_completed", value: 40, time: Host.Clock.Now));
        (await IsChosenAsync()).ShouldBeTrue();

        await AdvanceAsync(20 * Day);

        (await EventsAsync())[^1].At.ShouldBe(Some.Now + 30 * Day);
        (await IsChosenAsync()).ShouldBeFalse();
    }

    [ContractFact]
    public async Task Score_that_decays_below_its_threshold_is_left_within_a_second_of_that_instant()
    {
        // One view: f = 2^(−t/7d), F = f/(f + 1), score = 100·F. It is 40 when f = 2/3: t = 7d · log2(3/2).
        await StartAsync(Some.Catalog(
            scores: """
                { "interest": { "weights": { "product_viewed": 1 },
                  "relevance": { "frequency": 1, "recency": 0, "correlation": 0, "saturation": 1 } } }
                """,
            segments: """{ "chosen": { "when": { "score": "interest", "atLeast": 40 } } }"""));
        await ObserveNowAsync();
        var expected = Some.Now + TimeSpan.FromDays(7 * Math.Log2(1.5));
        ((await ProfileAsync()).NextFlip.ShouldNotBeNull() - expected).Duration().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));

        await AdvanceAsync(7 * Day);

        var exit = (await EventsAsync())[^1];
        exit.Kind.ShouldBe(GridEventKind.Exited);
        (exit.At - expected).Duration().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [ContractFact]
    public async Task Score_by_value_decays_by_what_was_spent_whatever_the_order_and_after_the_catalog_came_to_weigh_it()
    {
        // Spent and not forgotten: s = 250 · 2^(−t/10d), s/(s + 100) is one half when s = 100: t = 10d · log2(2.5).
        await StartAsync(Shop(""));
        await ObserveAsync(Order(-1, -20), Order(150, 0));
        await ObserveAsync(Order(405, -20));
        (await IsChosenAsync()).ShouldBeFalse();
        var weighed = Shop(""", "by": "value", "saturation": 100 """, version: 2);
        (await Grid.ReplaceCatalogAsync(weighed, Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
        await ObserveAsync(Order(-1, 0));

        await ShouldBeToldAsync();
        await RestartAsync();
        await ShouldBeToldAsync();

        var expected = Some.Now + TimeSpan.FromDays(10 * Math.Log2(2.5));
        ((await ProfileAsync()).NextFlip.ShouldNotBeNull() - expected).Duration().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
        await AdvanceAsync(15 * Day);

        (await StoryAsync()).ShouldBe(["entered chosen 1", "exited chosen 2"]);
        ((await EventsAsync())[^1].At - expected).Duration().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));

        async Task ShouldBeToldAsync()
        {
            var term = (await Grid.ExplainAsync(Some.Profile(), Deadline)).ShouldNotBeNull().Single().Terms.Single();
            (term.By, term.Saturation, term.Occurrences, term.FrequencyText).ShouldBe(("value", 100, 4, "decayed value 250.00, half of its effect at 100"));
            term.Decayed.ShouldBe(250, 1e-9);
        }

        static Observation Order(double value, int day) => Some.Observation(type: "order_completed", value: value, time: Some.Now + day * Day);

        static CatalogDocument Shop(string by, int version = 1) => Some.Catalog(
            version: version,
            measures: $$"""{ "spend": { "signal": "order_completed", "halfLife": "10d" {{by}} } }""",
            scores: """
                { "worth": { "weights": { "spend": 1 }, "relevance": { "frequency": 1, "recency": 0, "correlation": 0, "saturation": 99 } } }
                """,
            segments: """{ "chosen": { "when": { "score": "worth", "atLeast": 50 } } }""");
    }

    [ContractFact]
    public async Task Next_flip_is_the_instant_at_which_the_flip_comes()
    {
        await StartWhereAsync("""
            { "all": [ { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "30d" },
                       { "signal": "logged_in", "count": { "atLeast": 1 }, "within": "20d" } ] }
            """);
        await ObserveNowAsync();
        await ObserveAsync(Some.Observation(type: "logged_in", time: Some.Now - Hour));
        var next = (await ProfileAsync()).NextFlip;
        next.ShouldBe(Some.Now + 20 * Day - Hour);

        await AdvanceAsync(40 * Day);

        (await EventsAsync())[^1].At.ShouldBe(next.ShouldNotBeNull());
        (await ProfileAsync()).NextFlip.ShouldBeNull();
    }

    [ContractFact]
    public async Task Two_windows_on_one_signal_do_not_disturb_each_other()
    {
        await StartAsync(Some.Catalog(segments: """
            {
              "week":  { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "7d" } },
              "month": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "30d" } }
            }
            """));
        await ObserveNowAsync();
        await ObserveNowAsync();

        await AdvanceAsync(40 * Day);

        var exits = (await EventsAsync()).Where(one => one.Kind == GridEventKind.Exited).Select(one => (one.Subject, one.At));
        exits.ShouldBe([("week", Some.Now + 7 * Day), ("month", Some.Now + 30 * Day)]);
    }

    [ContractFact]
    public async Task Segment_over_a_segment_flips_at_the_same_instant()
    {
        await StartAsync(Some.Catalog(segments: """
            {
              "active": { "when": { "signal": "logged_in", "count": { "atLeast": 1 }, "within": "7d" } },
              "asleep": { "when": { "segment": "active", "is": false } }
            }
            """));
        await ObserveNowAsync("logged_in");

        await AdvanceAsync(8 * Day);

        var flips = (await EventsAsync()).Where(one => one.At == Some.Now + 7 * Day).Select(Tell);
        flips.ShouldBe(["exited active 2", "entered asleep 1"], ignoreOrder: true);
        (await SegmentsOfAsync()).ShouldBe(["asleep"]);
    }

    [ContractFact]
    public async Task Date_ahead_is_near_from_the_span_before_it_until_its_day_is_over()
    {
        await StartWhereAsync("""{ "trait": "renewal", "within": { "next": "7d" } }""");
        await ObserveAsync(Some.Observation(traits: Some.Trait("renewal", "2026-03-20")));
        var day = Instant.FromUtc(2026, 3, 20);
        (await ProfileAsync()).NextFlip.ShouldBe(day - 7 * Day);

        await AdvanceAsync(60 * Day);

        (await EventsAsync()).Select(one => (one.Kind, one.At)).ShouldBe(
        [
            (GridEventKind.Entered, day - 7 * Day),
            (GridEventKind.Exited, day + Day),
        ]);
    }

    [ContractFact]
    public async Task Date_behind_is_entered_when_it_comes_and_left_at_its_age()
    {
        await StartWhereAsync("""{ "trait": "renewal", "within": "7d" }""");
        await ObserveAsync(Some.Observation(traits: Some.Trait("renewal", "2026-03-20T08:30:00Z")));
        (await IsChosenAsync()).ShouldBeFalse();
        var time = Instant.FromUtc(2026, 3, 20, 8, 30);

        await AdvanceAsync(time - Some.Now - Tick);
        (await IsChosenAsync()).ShouldBeFalse();
        await AdvanceAsync(Tick);
        (await IsChosenAsync()).ShouldBeTrue();
        await AdvanceAsync(7 * Day);

        (await EventsAsync()).Select(one => one.At).ShouldBe([time, time + 7 * Day]);
    }

    [ContractFact]
    public async Task Anniversary_comes_and_goes_every_year_without_a_signal()
    {
        await StartAsync(Some.Catalog(segments: """
            {
              "birthday": { "when": { "trait": "born", "anniversary": { "last": "1d" } } },
              "soon":     { "when": { "trait": "born", "anniversary": { "next": "7d" } } }
            }
            """));
        await ObserveAsync(Some.Observation(traits: Some.Trait("born", "1988-02-29")));

        await AdvanceAsync(735 * Day);

        var (first, second) = (Instant.FromUtc(2027, 2, 28), Instant.FromUtc(2028, 2, 29));
        (await EventsAsync()).Where(one => one.Subject == "birthday").Select(one => one.At).ShouldBe([first, first + Day, second, second + Day]);
        (await EventsAsync()).Where(one => one.Subject == "soon").Select(one => one.At).ShouldBe([first - 7 * Day, first + Day, second - 7 * Day, second + Day]);
    }

    [ContractFact]
    public async Task Long_jump_finds_every_flip_on_the_way()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "between": [1, 2] }, "within": "10d" }""");
        await ObserveAsync(
            Some.Observation(time: Some.Now - 2 * Day), Some.Observation(time: Some.Now - Day), Some.Observation());

        var before = await Grid.PositionAsync(Deadline);

        await AdvanceAsync(365 * Day);

        (await EventsAsync(before)).Select(one => (one.Kind, one.At)).ShouldBe(
        [
            (GridEventKind.Entered, Some.Now + 8 * Day),
            (GridEventKind.Exited, Some.Now + 10 * Day),
        ]);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Profiles_that_left_memory_flip_at_the_tick_too(bool restarted)
    {
        await StartAsync(
            Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" }"""),
            new GridHostOptions { ForgetIdleProfiles = true });
        var profiles = Enumerable.Range(0, 300).Select(index => $"visitor-{index}").ToArray();
        await ObserveAsync([.. profiles.Select((id, index) => Some.Observation(id, time: Some.Now - index * Minute))]);
        if (restarted)
        {
            await RestartAsync();
        }

        await AdvanceAsync(7 * Day - 100 * Minute);

        (await SegmentAsync()).Count.ShouldBe(100);
        var exits = (await EventsAsync()).Where(one => one.Kind == GridEventKind.Exited).ToDictionary(one => one.Profile.Value, one => one.At);
        exits.Count.ShouldBe(200);
        exits["visitor-100"].ShouldBe(Some.Now + 7 * Day - 100 * Minute);
        exits["visitor-299"].ShouldBe(Some.Now + 7 * Day - 299 * Minute);
    }

    [ContractFact]
    public async Task Distinct_count_is_left_when_the_first_of_the_deciding_value_leaves_the_window()
    {
        await StartWhereAsync("""{ "signal": "order_completed", "distinct": "order_id", "count": { "atLeast": 2 }, "within": "7d" }""");
        Observation Order(string id, TimeSpan ago) =>
            Some.Observation(type: "order_completed", time: Some.Now - ago, attributes: Some.Attributes(("order_id", id)));
        await ObserveAsync(Order("b", Hour), Order("a", Day), Order("a", Hour));
        await ObserveAsync(Order("a", 2 * Day));

        await AdvanceAsync(5 * Day - Tick);
        (await IsChosenAsync()).ShouldBeTrue();

        await AdvanceAsync(Tick);
        (await IsChosenAsync()).ShouldBeFalse();
        (await EventsAsync())[^1].At.ShouldBe(Some.Now + 5 * Day);
    }
}
