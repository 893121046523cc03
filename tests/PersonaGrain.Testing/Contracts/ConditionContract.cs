using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>The condition cases of Apache Unomi, as segments of one profile.</summary>
public abstract class ConditionContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Female = """{ "trait": "gender", "is": "female" }""";
    private const string Male = """{ "trait": "gender", "is": "male" }""";
    private const string Thirty = """{ "trait": "age", "is": 30 }""";
    private const string Forty = """{ "trait": "age", "is": 40 }""";

    private static readonly (string Condition, bool Holds)[] Cases =
    [
        ($$"""{ "all": [{{Female}}, {{Thirty}}] }""", true),
        ($$"""{ "all": [{{Male}}, {{Thirty}}] }""", false),
        ($$"""{ "all": [{{Female}}, {{Forty}}] }""", false),
        ($$"""{ "any": [{{Female}}, {{Forty}}] }""", true),
        ($$"""{ "any": [{{Male}}, {{Thirty}}] }""", true),
        ($$"""{ "any": [{{Male}}, {{Forty}}] }""", false),
        ($$"""{ "not": {{Male}} }""", true),
        ($$"""{ "not": {{Thirty}} }""", false),
        ("""{ "all": [] }""", true),
        ("""{ "any": [] }""", false),
        ("""{ "trait": "age", "below": 40 }""", true),
        ("""{ "trait": "age", "above": 20 }""", true),
        ("""{ "trait": "age", "atLeast": 30 }""", true),
        ("""{ "trait": "age", "atLeast": 31 }""", false),
        ("""{ "trait": "age", "in": [31, 30] }""", true),
        ("""{ "trait": "age", "notIn": [25, 26] }""", true),
        ("""{ "trait": "age", "notIn": [25, 30] }""", false),
        ("""{ "trait": "plan", "notIn": ["free"] }""", true),
        ("""{ "trait": "plan", "isNot": "free" }""", true),
        ("""{ "trait": "plan", "exists": false }""", true),
        ("""{ "trait": "plan", "exists": true }""", false),
        ("""{ "trait": "gender", "startsWith": "fe" }""", true),
        ("""{ "trait": "gender", "endsWith": "le" }""", true),
        ("""{ "trait": "gender", "contains": "fem" }""", true),
        ("""{ "trait": "gender", "contains": "mu" }""", false),
        ("""{ "trait": "gender", "matches": ".*ale" }""", true),
        ("""{ "trait": "gender", "matches": "ale" }""", false),
        ("""{ "trait": "gender", "hasAll": ["female"] }""", true),
        ("""{ "trait": "gender", "hasAll": ["male", "female"] }""", false),
        ("""{ "any": [{ "segment": "s5", "is": true }, { "segment": "s2", "is": true }] }""", true),
        ("""{ "all": [{ "segment": "s1", "is": true }, { "segment": "s2", "is": true }] }""", true),
        ("""{ "all": [{ "segment": "s1", "is": true }, { "segment": "s5", "is": true }] }""", false),
        ("""{ "segment": "s5", "is": false }""", true),
        ("""{ "trait": "interests.cars", "above": 45 }""", true),
        ("""{ "trait": "interests.cars", "below": 60 }""", true),
        ("""{ "trait": "interests.cars", "above": 60 }""", false),
        ("""{ "trait": "interests.cars", "below": 15 }""", false),
        ("""{ "trait": "interests.football", "is": 15 }""", true),
        ("""{ "trait": "interests.football", "isNot": 50 }""", true),
        ("""{ "trait": "interests.football", "isNot": 15 }""", false),
        ("""{ "trait": "interests.football", "is": 50 }""", false),
        ("""{ "trait": "words", "above": 10 }""", false),
        ("""{ "trait": "nickname", "is": "30" }""", false),
        ("""{ "trait": "age", "between": [30, 31] }""", true),
    ];

    [ContractFact]
    public async Task Conditions_hold_as_in_the_peers_tests()
    {
        const string known = """ "s1": { "when": { "all": [] } }, "s2": { "when": { "all": [] } }, "s5": { "when": { "any": [] } } """;
        var segments = Cases.Select((one, index) => $$"""  "case_{{index}}": { "when": {{one.Condition}} } """);
        await StartAsync(Some.Catalog(segments: $"{{ {known}, {string.Join(", ", segments)} }}", traits: """
            { "age": { "type": "number" }, "gender": { "type": "string" }, "plan": { "type": "string" },
              "interests.cars": { "type": "number" }, "interests.football": { "type": "number" } }
            """));
        await ObserveAsync(Some.Observation(traits:
        [
            Some.Trait("age", 30), Some.Trait("gender", "female"), Some.Trait("words", "notANumber"), Some.Trait("nickname", 30),
            Some.Trait("interests.cars", 50), Some.Trait("interests.football", 15),
        ]));

        var members = (await SegmentsOfAsync()).ToHashSet();

        var wrong = Cases.Where((one, index) => members.Contains($"case_{index}") != one.Holds);
        wrong.Select(one => $"{one.Condition} must be {one.Holds}").ShouldBeEmpty();
    }

    private const string Sequences = """
        "chosen": { "when": {
          "sequence": [{ "signal": "product_viewed" }, { "signal": "cart_added" }, { "signal": "order_completed" }], "within": "2h",
          "without": { "signal": "wishlist_added" }, "equal": "cart", "completed": { "within": "7d" } } },
        "waiting": { "when": { "signal": "cart_added", "notSince": { "signal": "order_completed" }, "olderThan": "1h" } }
        """;

    [ContractFact]
    public async Task Sequence_is_made_by_late_signals_broken_by_late_signals_learned_and_left_at_its_tick()
    {
        await StartAsync(Some.Catalog(segments: $$"""{ {{Sequences}} }"""));
        await ObserveAsync(OfCart("order_completed", -10), OfCart("product_viewed", -100), OfCart("cart_added", -30, "b"), OfCart("product_viewed", -130));
        (await SegmentsOfAsync()).ShouldBeEmpty();
        await RestartAsync();
        await ObserveAsync(OfCart("cart_added", -60));
        (await SegmentsOfAsync()).ShouldBe(["chosen"]);
        (await ProfileAsync()).NextFlip.ShouldBe(Some.Now - 10 * Minute + 7 * Day);
        await CrashAsync();

        await ObserveAsync(OfCart("wishlist_added", -20, "b"));
        (await SegmentsOfAsync()).ShouldBe(["chosen"]);
        await ObserveAsync(Some.Observation(type: "wishlist_added", time: Some.Now - 90 * Minute));
        (await SegmentsOfAsync()).ShouldBeEmpty();
        await ObserveAsync(OfCart("product_viewed", -80), OfCart("cart_added", 0, "c"));
        (await SegmentsOfAsync()).ShouldBe(["chosen"]);

        (await Grid.ReplaceCatalogAsync(Some.Catalog(version: 2, segments: $$"""
            { {{Sequences}}, "twice": { "when": { "sequence": [{ "signal": "product_viewed" }, { "signal": "product_viewed" }], "within": "2h", "completed": { "within": "3h" } } } }
            """), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();
        (await SegmentsOfAsync()).ShouldBe(["chosen", "twice"], ignoreOrder: true);
        await AdvanceAsync(7 * Day);

        (await EventsAsync()).TakeLast(3).Select(one => (Tell(one), one.At)).ShouldBe(
        [
            ("entered waiting 1", Some.Now + Hour),
            ("exited twice 2", Some.Now + 100 * Minute),
            ("exited chosen 4", Some.Now - 10 * Minute + 7 * Day),
        ]);
        await ObserveAsync(Some.Observation(type: "order_completed", time: Some.Now));
        (await SegmentsOfAsync()).ShouldBeEmpty();

        static Observation OfCart(string type, int minute, string cart = "a") =>
            Some.Observation(type: type, time: Some.Now + minute * Minute, attributes: Some.Attributes(("cart", cart)));
    }

    [ContractFact]
    public async Task Sequence_loses_a_step_with_the_firing_that_is_taken_back()
    {
        await StartAsync(Some.Catalog(
            triggers: """{ "abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""",
            segments: """
                { "chosen": { "when": { "sequence": [{ "signal": "abandoned" }, { "signal": "logged_in" }], "within": "1d", "completed": { "within": "7d" } } },
                  "cold": { "when": { "signal": "abandoned", "notSince": { "signal": "product_viewed" } } } }
                """));
        await ObserveNowAsync("cart_added");
        await AdvanceAsync(Hour);
        await ObserveNowAsync("logged_in");
        (await SegmentsOfAsync()).ShouldBe(["chosen", "cold"], ignoreOrder: true);

        await ObserveAsync(Some.Observation(type: "order_completed", time: Some.Now + 5 * Minute));

        (await SegmentsOfAsync()).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task At_most_one_is_left_with_the_second()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atMost": 1 } }""");
        await ObserveNowAsync();
        (await IsChosenAsync()).ShouldBeTrue();
        await ObserveNowAsync();
        (await IsChosenAsync()).ShouldBeFalse();
    }

    [ContractFact]
    public async Task Count_in_a_fixed_range_of_time_takes_only_signals_of_that_range()
    {
        var range = new MeasureReference("product_viewed", [], Instant.FromUtc(2000, 7, 15), Instant.FromUtc(2001, 1, 15));
        var condition = new ConditionDocument.Count(range, [new ValueTest(ValueOperator.Between, [Some.Value(1), Some.Value(2)])], null);
        await StartAsync(Some.Catalog() with
        {
            Segments = new Dictionary<string, SegmentDocument> { ["chosen"] = new(condition) },
        });
        var october = Instant.FromUtc(2000, 10, 30);

        await ObserveNowAsync();
        (await IsChosenAsync()).ShouldBeFalse();
        await ObserveAsync(Some.Observation(time: october), Some.Observation(time: october));
        (await IsChosenAsync()).ShouldBeTrue();
        await ObserveAsync(Some.Observation(time: october));
        (await IsChosenAsync()).ShouldBeFalse();
    }

    [ContractFact]
    public async Task Signal_older_than_the_window_does_not_count()
    {
        await StartWhereAsync("""
            { "all": [ { "signal": "logged_in", "lastSeen": { "within": "5d" } }, { "trait": "address", "isNot": "test" } ] }
            """);
        await ObserveAsync(
            Some.Observation("recent", "logged_in", Some.Now - 3 * Day),
            Some.Observation("old", "logged_in", Some.Now - 15 * Day),
            Some.Observation("tester", "logged_in", Some.Now - 3 * Day, traits: Some.Trait("address", "test")));

        (await IsChosenAsync("recent")).ShouldBeTrue();
        (await IsChosenAsync("old")).ShouldBeFalse();
        (await IsChosenAsync("tester")).ShouldBeFalse();
    }

    [ContractFact]
    public async Task Sum_of_tenths_is_exact()
    {
        await StartWhereAsync("""{ "signal": "order_completed", "sum": { "is": 0.3 }, "within": "9d" }""");

        await ObserveAsync([.. Enumerable.Range(0, 3).Select(index => Some.Observation(type: "order_completed", time: Some.Now - index * Day, value: 0.1))]);

        (await IsChosenAsync()).ShouldBeTrue();
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Measure_counts_once_for_each_value_whatever_the_order(bool isLate)
    {
        const string segments = """
            {
              "chosen": { "when": { "measure": "orders", "count": { "is": 2 }, "within": "10d" } },
              "spender": { "when": { "measure": "orders", "sum": { "is": 30 } } },
              "three": { "when": { "signal": "order_completed", "distinct": "page", "count": { "is": 3 } } }
            }
            """;
        const string measures = """{ "orders": { "signal": "order_completed", "distinct": "order_id" } }""";
        await StartAsync(Some.Catalog(segments: segments, measures: measures));
        Observation[] orders = [Order("a", 10, -3), Order("a", 50, -2), Order("b", 20, -1), Order("b", 70, 0)];

        foreach (var order in isLate ? orders.Reverse() : orders)
        {
            await ObserveAsync(order);
        }

        (await SegmentsOfAsync()).ShouldBe(["chosen", "spender"]);
        await RestartAsync();
        await ObserveAsync(Order("a", 90, 0));
        (await SegmentsOfAsync()).ShouldBe(["chosen", "spender"]);

        await AdvanceAsync(7 * Day);
        (await SegmentsOfAsync()).ShouldBe(["spender"]);
    }

    [ContractFact]
    public async Task Measure_that_comes_to_count_once_counts_history_so()
    {
        await StartWhereAsync("""{ "signal": "order_completed", "count": { "atLeast": 3 } }""");
        await ObserveAsync(Order("a", 10, -3), Order("a", 10, -2), Order("a", 10, -1));
        (await IsChosenAsync()).ShouldBeTrue();

        await Grid.ReplaceCatalogAsync(
            Some.CatalogWhere("""{ "signal": "order_completed", "distinct": "order_id", "count": { "atLeast": 2 } }""", version: 2), Deadline);
        await SettleAsync();
        (await IsChosenAsync()).ShouldBeFalse();

        await ObserveAsync(Order("b", 10, 0));
        (await IsChosenAsync()).ShouldBeTrue();
    }

    private static Observation Order(string id, double revenue, int day) => Some.Observation(
        type: "order_completed", time: Some.Now + day * Day, value: revenue, attributes: Some.Attributes(("order_id", id), ("page", $"{id} {day}")));
}
