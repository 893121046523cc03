using PersonaGrain.Catalogs;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

public sealed class ComputedTraitTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private int _signals;

    [Theory]
    [InlineData("""{ "count": "order_completed" }""", "4")]
    [InlineData("""{ "sum": "order_completed" }""", "100.1")]
    [InlineData("""{ "mean": "order_completed" }""", "25.025")]
    [InlineData("""{ "min": "order_completed" }""", "-10")]
    [InlineData("""{ "max": "order_completed" }""", "60")]
    [InlineData("""{ "variance": "order_completed" }""", "1231.6691666666666")]
    [InlineData("""{ "first": "order_completed" }""", "60")]
    [InlineData("""{ "last": "order_completed" }""", "0.1")]
    [InlineData("""{ "count": "coupon", "of": "order_completed" }""", "2")]
    [InlineData("""{ "first": "coupon", "of": "order_completed" }""", "spring")]
    [InlineData("""{ "last": "coupon", "of": "order_completed" }""", "vip")]
    [InlineData("""{ "sum": "order_completed", "where": { "coupon": "vip" } }""", "-10")]
    [InlineData("""{ "sum": "order_completed", "within": "25d" }""", "40.1")]
    [InlineData("""{ "count": "order_completed", "within": "25d" }""", "3")]
    [InlineData("""{ "mean": "order_completed", "within": "25d" }""", "13.366666666666667")]
    [InlineData("""{ "max": "order_completed", "within": "25d" }""", "50")]
    [InlineData("""{ "min": "order_completed", "within": "5d" }""", "0.1")]
    [InlineData("""{ "last": "coupon", "of": "order_completed", "within": "12d" }""", "vip")]
    [InlineData("""{ "last": "coupon", "of": "order_completed", "within": "10d" }""", null)]
    [InlineData("""{ "daysSince": "order_completed" }""", "1")]
    [InlineData("""{ "count": "logged_in" }""", "0")]
    [InlineData("""{ "sum": "logged_in" }""", "0")]
    [InlineData("""{ "mean": "logged_in" }""", null)]
    [InlineData("""{ "daysSince": "logged_in" }""", null)]
    public void View_tells_what_was_computed(string trait, string? expected)
    {
        var player = Ordered(trait);

        Text(player, "x").ShouldBe(expected);
        player.State = player.Machine.ReadSnapshot(player.Snapshot());
        player.State.IsIncomplete.ShouldBeFalse();
        Text(player, "x").ShouldBe(expected);
        player.View().ComputedTraits.GetValueOrDefault("x").ShouldBe(TraitAccuracy.Exact);
    }

    [Theory]
    [InlineData("[60, 40, 20]", "40")]
    [InlineData("""["much", "60.5", 20]""", "40.25")]
    [InlineData("""["much", true]""", null)]
    [InlineData("[2e12, 3]", "3")]
    public void Mean_takes_what_can_be_read_as_a_number(string prices, string? expected)
    {
        var player = new Player(Some.Catalog(traits: """{ "x": { "mean": "cost", "of": "product_viewed" } }"""));
        foreach (var price in System.Text.Json.JsonDocument.Parse(prices).RootElement.EnumerateArray())
        {
            object value = price.ValueKind switch
            {
                System.Text.Json.JsonValueKind.String => price.GetString()!,
                System.Text.Json.JsonValueKind.Number => price.GetDouble(),
                _ => price.GetBoolean(),
            };
            Observe(player, "product_viewed", 0, attributes: Some.Attributes(("cost", value)));
        }

        Text(player, "x").ShouldBe(expected);
    }

    [Fact]
    public void Ratio_by_nothing_has_no_value()
    {
        var player = new Player(Some.Catalog(traits: """
            { "spend": { "sum": "order_completed" }, "views": { "count": "product_viewed" }, "per_view": { "ratio": ["spend", "views"] } }
            """));
        Observe(player, "order_completed", 0, 59.97);
        Text(player, "per_view").ShouldBeNull();

        Array.ForEach([0, 0, 0], day => Observe(player, "product_viewed", day));
        Text(player, "per_view").ShouldBe("19.99");
    }

    [Fact]
    public void Days_since_are_told_apart_at_the_exact_instant()
    {
        var player = new Player(Some.Catalog(
            traits: """{ "days": { "daysSince": "order_completed" } }""",
            segments: """{ "third": { "when": { "trait": "days", "is": 3 } }, "lapsed": { "when": { "trait": "days", "above": 29.5 } } }"""));
        Observe(player, "order_completed", 0, 5);

        player.View().NextFlip.ShouldBe(A.Start + (3 * Day));
        player.Pass(100 * Day);

        player.Changes.Select(change => (change.Segment, change.Entered, change.At)).ShouldBe(
        [
            ("third", true, A.Start + (3 * Day)), ("third", false, A.Start + (4 * Day)), ("lapsed", true, A.Start + (30 * Day)),
        ]);
    }

    [Fact]
    public void Mean_changes_at_the_tick_a_value_leaves_its_window()
    {
        var player = new Player(Some.Catalog(
            traits: """{ "basket": { "mean": "order_completed", "within": "30d" } }""",
            segments: """{ "generous": { "when": { "trait": "basket", "atLeast": 50 } } }"""));
        Observe(player, "order_completed", 0, 100);
        player.Pass(10 * Day);
        Observe(player, "order_completed", 0, 20);
        player.View().NextFlip.ShouldBe(A.Start + (30 * Day));

        player.Pass((20 * Day) - TimeSpan.FromTicks(1));
        player.Segments.ShouldBe(["generous"]);
        player.Pass(TimeSpan.FromTicks(1));
        player.Segments.ShouldBeEmpty();
        Text(player, "basket").ShouldBe("20");
    }

    [Fact]
    public void Window_with_more_values_than_are_kept_says_that_it_is_truncated()
    {
        var player = new Player(Some.Catalog(traits: """{ "x": { "sum": "order_completed", "within": "30d", "keep": 2 } }"""));
        Array.ForEach([1, 10, 100], amount => Observe(player, "order_completed", -5 - (1.0 / amount), amount));

        (Text(player, "x"), player.View().ComputedTraits["x"]).ShouldBe(("110", TraitAccuracy.Truncated));
        player.Pass(25 * Day);
        (Text(player, "x"), player.View().ComputedTraits["x"]).ShouldBe(("0", TraitAccuracy.Exact));
    }

    [Theory]
    [InlineData("count")]
    [InlineData("sum")]
    [InlineData("mean")]
    [InlineData("min")]
    [InlineData("max")]
    [InlineData("variance")]
    public void Window_of_a_bot_stays_bounded(string computation)
    {
        var player = new Player(Some.Catalog(traits: $$"""{ "x": { "{{computation}}": "order_completed", "within": "30d" } }"""));
        for (var second = 0; second < 20_000; second++)
        {
            Observe(player, "order_completed", second / 86_400.0, second % 977);
        }

        player.State.EstimatedBytes.ShouldBeLessThan(70_000);
        player.Snapshot().Length.ShouldBeLessThan(40_000);
    }

    [Theory]
    [InlineData("sum", "30", "80")]
    [InlineData("count", "2", "3")]
    [InlineData("min", "10", "10")]
    [InlineData("max", "20", "50")]
    [InlineData("last", "20", "50")]
    [InlineData("mean", "15", "26.666666666666668")]
    public void Measure_that_counts_once_gives_the_earliest_of_each_value(string computation, string expected, string withoutId)
    {
        const string measures = """{ "order_completed": { "signal": "order_completed", "distinct": "order_id" } }""";
        var catalog = Some.Catalog(measures: measures, traits: $$"""{ "x": { "{{computation}}": "order_completed" } }""");
        (string Id, double Day, double Value)[] orders = [("a", -3, 10), ("a", -2, 500), ("b", -1, 20), ("b", -0.5, 1)];
        var (inOrder, late) = (new Player(catalog), new Player(catalog));
        Array.ForEach(orders, order => Observe(inOrder, "order_completed", order.Day, order.Value, Some.Attributes(("order_id", order.Id))));
        Array.ForEach([.. orders.Reverse()], order => Observe(late, "order_completed", order.Day, order.Value, Some.Attributes(("order_id", order.Id))));

        (Text(inOrder, "x"), Text(late, "x")).ShouldBe((expected, expected));
        late.State = late.Machine.ReadSnapshot(late.Snapshot());
        Observe(late, "order_completed", -4, 10, Some.Attributes(("order_id", "a")));
        Text(late, "x").ShouldBe(expected);
        Observe(late, "order_completed", 0, 50);
        Text(late, "x").ShouldBe(withoutId);
    }

    [Fact]
    public void What_is_sent_under_the_name_of_a_computed_trait_does_not_show()
    {
        var player = new Player(Some.Catalog(
            traits: """{ "spend": { "sum": "order_completed" } }""", segments: """{ "rich": { "when": { "trait": "spend", "above": 100 } } }"""));

        player.Observe("order_completed", null, 7, A.Set("spend", AttributeValue.Of(1_000)));

        (Text(player, "spend"), player.Segments.Count).ShouldBe(("7", 0));
    }

    [Fact]
    public void Trait_that_is_new_is_learned_from_history()
    {
        var player = new Player(Some.Catalog());
        Observe(player, "order_completed", -40, 10);
        Observe(player, "order_completed", -2, 30);

        player.Move(A.Machine(Some.Catalog(version: 2, traits: """
            { "spend": { "sum": "order_completed" }, "spend_30d": { "sum": "order_completed", "within": "30d" }, "views": { "count": "product_viewed" } }
            """))).ShouldBeTrue();
        (Text(player, "spend"), Text(player, "spend_30d"), Text(player, "views")).ShouldBe(("40", "30", "0"));

        player.Move(A.Machine(Some.Catalog(version: 3, traits: """
            { "spend": { "sum": "order_completed" }, "spend_30d": { "sum": "order_completed", "within": "45d" } }
            """))).ShouldBeTrue();
        (Text(player, "spend"), Text(player, "spend_30d")).ShouldBe(("40", "40"));

        player.Move(A.Machine(Some.Catalog(version: 4, traits: """{ "spend": { "sum": "order_completed" } }"""))).ShouldBeFalse();
        Text(player, "spend").ShouldBe("40");
    }

    [Fact]
    public void Signal_that_was_taken_back_is_taken_out()
    {
        var player = new Player(Some.Catalog(
            triggers: """{ "left": { "after": "cart_added", "unless": "order_completed", "within": "30m", "late": "1h" } }""",
            traits: """{ "x": { "count": "left" }, "y": { "count": "left", "within": "9d" }, "z": { "daysSince": "left" } }"""));
        Observe(player, "cart_added", 0);
        player.Pass(Day);
        Observe(player, "cart_added", 0);
        player.Pass(Day);
        (Text(player, "x"), Text(player, "y"), Text(player, "z")).ShouldBe(("2", "2", "0"));

        player.Observe([A.Signal("late", "order_completed", player.Now - Day + TimeSpan.FromMinutes(5), 5)]);

        player.Retractions.Count.ShouldBe(1);
        (Text(player, "x"), Text(player, "y"), Text(player, "z")).ShouldBe(("1", "1", "1"));
    }

    [Fact]
    public void Explanation_tells_the_value()
    {
        var player = new Player(Some.Catalog(
            traits: """{ "spend": { "sum": "order_completed" } }""", segments: """{ "rich": { "when": { "trait": "spend", "above": 100 } } }"""));
        Observe(player, "order_completed", 0, 12.5);

        var finding = player.Machine.ExplainSegment(player.State, "rich", player.Now);

        (finding.Holds, finding.Found).ShouldBe((false, "12.5"));
    }

    private Player Ordered(string trait)
    {
        var player = new Player(Some.Catalog(traits: $$"""{ "x": {{trait}} }"""));
        Observe(player, "order_completed", -20, 50);
        Observe(player, "order_completed", -30, 60, Some.Attributes(("coupon", "spring")));
        Observe(player, "order_completed", -1.5, 0.1);
        Observe(player, "order_completed", -11, -10, Some.Attributes(("coupon", "vip")));
        return player;
    }

    private void Observe(Player player, string type, double day, double? value = null, AttributeSet? attributes = null) => player.Observe(
        [new Signal { Id = $"s-{_signals++}", Type = type, Time = player.Now + TimeSpan.FromDays(day), Value = value, Attributes = attributes ?? AttributeSet.Empty }]);

    private static string? Text(Player player, string trait) => player.View().Traits.TryGetValue(trait, out var value) ? value.ToString() : null;
}
