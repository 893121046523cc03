using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Profiles;

/// <summary>Computed traits that tell the values of an attribute apart.</summary>
public sealed class ValueTraitTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private int _signals;

    [Theory]
    [InlineData("""{ "mostFrequent": "brand", "of": "product_viewed" }""", "asics")]
    [InlineData("""{ "mostFrequent": "brand", "of": "product_viewed", "within": "25d" }""", "nike")]
    [InlineData("""{ "mostFrequent": "brand", "of": "product_viewed", "where": { "brand": { "isNot": "asics" } } }""", "nike")]
    [InlineData("""{ "mostFrequent": "brand", "of": "logged_in" }""", null)]
    [InlineData("""{ "leastFrequent": "brand", "of": "product_viewed" }""", "puma")]
    [InlineData("""{ "leastFrequent": "brand", "of": "product_viewed", "within": "12d" }""", "nike")]
    [InlineData("""{ "leastFrequent": "brand", "of": "product_viewed", "within": "17d" }""", "puma")]
    [InlineData("""{ "distinct": "brand", "of": "product_viewed" }""", "3")]
    [InlineData("""{ "distinct": "brand", "of": "product_viewed", "within": "12d" }""", "2")]
    [InlineData("""{ "distinct": "brand", "of": "logged_in" }""", "0")]
    [InlineData("""{ "distinct": "brand", "of": "logged_in", "within": "1d" }""", "0")]
    [InlineData("""{ "newest": "brand", "of": "product_viewed" }""", "[nike, puma, asics]")]
    [InlineData("""{ "newest": "brand", "of": "product_viewed", "keep": 2 }""", "[nike, puma]")]
    [InlineData("""{ "newest": "brand", "of": "product_viewed", "within": "5d" }""", "[nike]")]
    [InlineData("""{ "newest": "brand", "of": "logged_in" }""", null)]
    public void View_tells_what_was_computed(string trait, string? expected)
    {
        var player = new Player(Some.Catalog(traits: $$"""{ "x": {{trait}} }"""));
        foreach (var (day, brand) in new[] { (-30.0, "asics"), (-1.5, "nike"), (-20, "asics"), (-29, "asics"), (-15, "nike"), (-11, "puma") })
        {
            View(player, day, ("brand", brand));
        }

        Text(player).ShouldBe(expected);
        player.State = player.Machine.ReadSnapshot(player.Snapshot());
        player.State.IsIncomplete.ShouldBeFalse();
        Text(player).ShouldBe(expected);
        player.View().ComputedTraits.GetValueOrDefault("x").ShouldBe(TraitAccuracy.Exact);
    }

    [Theory]
    [InlineData("mostFrequent", "b")]
    [InlineData("leastFrequent", "c")]
    [InlineData("newest", "[c, d, b]")]
    public void Values_that_are_alike_are_told_of_the_newest_signal_and_of_one_instant_by_text(string computation, string expected)
    {
        (double Day, string Brand)[] views = [(-9, "a"), (-8, "b"), (-7, "a"), (-6, "b"), (-5, "d"), (-5, "c")];
        foreach (var order in (int[][])[[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 0, 5, 1, 4, 2]])
        {
            foreach (var within in (string[])[string.Empty, """, "within": "30d" """])
            {
                var player = Computing($$"""{ "{{computation}}": "brand", "of": "product_viewed", "keep": {{(computation == "newest" ? 3 : 100)}}{{within}} }""");
                Array.ForEach(order, index => View(player, views[index].Day, ("brand", views[index].Brand)));

                Text(player).ShouldBe(expected, string.Join(',', order));
            }
        }
    }

    [Theory]
    [InlineData("mostFrequent", "17")]
    [InlineData("distinct", "2")]
    [InlineData("newest", "[17, x]")]
    public void Value_that_changes_its_type_is_one_by_its_text(string computation, string expected)
    {
        var player = Computing($$"""{ "{{computation}}": "brand", "of": "product_viewed" }""");
        View(player, -4, ("brand", "17"));
        View(player, -3, ("brand", "x"));
        View(player, -2, ("brand", 17));
        View(player, -1, ("brand", ""));

        Text(player).ShouldBe(expected);
    }

    [Fact]
    public void Each_element_of_a_list_is_a_value()
    {
        var player = new Player(Some.Catalog(traits: """
            { "x": { "mostFrequent": "products.brand", "of": "order_completed" }, "y": { "distinct": "products.brand", "of": "order_completed" },
              "z": { "newest": "products.brand", "of": "order_completed" } }
            """, segments: """{ "fan": { "when": { "all": [ { "trait": "z", "hasAll": ["nike", "puma"] }, { "trait": "z", "contains": "puma" }, { "trait": "x", "startsWith": "pu" } ] } } }"""));
        View(player, -2, "order_completed", ("products.brand", new[] { "nike", "puma" }));
        View(player, -1, "order_completed", ("products.brand", new[] { "puma", "asics", "puma" }));

        (Text(player), Text(player, "y"), Text(player, "z")).ShouldBe(("puma", "3", "[asics, puma, nike]"));
        player.Segments.ShouldBe(["fan"]);
    }

    [Fact]
    public void Favourite_changes_at_the_tick_at_which_another_takes_the_lead()
    {
        var player = new Player(Some.Catalog(
            traits: """{ "x": { "mostFrequent": "brand", "of": "product_viewed", "within": "30d" } }""",
            segments: """{ "fan": { "when": { "trait": "x", "is": "nike" } } }"""));
        Array.ForEach([-20.0, -18, -10, -9], day => View(player, day, ("brand", "nike")));
        Array.ForEach([-8.0, -7, -6], day => View(player, day, ("brand", "puma")));

        // Three against three from then on, of which puma was said later.
        player.View().NextFlip.ShouldBe(A.Start + (10 * Day));
        player.Pass((10 * Day) - TimeSpan.FromTicks(1));
        player.Segments.ShouldBe(["fan"]);
        player.Pass(TimeSpan.FromTicks(1));
        player.Segments.ShouldBeEmpty();
    }

    [Fact]
    public void Distinct_beyond_what_is_counted_is_estimated_with_its_error()
    {
        var player = Computing("""{ "distinct": "brand", "of": "product_viewed", "keep": 500 }""");
        for (var index = 0; index < 20_000; index++)
        {
            View(player, -10 + (index / 10_000.0), ("brand", index % 10_000));
        }

        var view = player.View();
        var error = view.TraitErrors["x"];
        (view.ComputedTraits["x"], error).ShouldBe((TraitAccuracy.Approximate, view.Traits["x"].Number * 1.04 / 64));
        view.Traits["x"].Number.ShouldBe(10_000, 3 * error);
        player.State = player.Machine.ReadSnapshot(player.Snapshot());
        player.View().Traits["x"].ShouldBe(view.Traits["x"]);
        player.View().TraitErrors["x"].ShouldBe(error);
    }

    [Fact]
    public void Ratio_of_what_is_estimated_has_an_error()
    {
        var player = new Player(Some.Catalog(traits: """
            { "brands": { "distinct": "brand", "of": "product_viewed", "keep": 10 }, "views": { "count": "product_viewed" }, "x": { "ratio": ["brands", "views"] } }
            """));
        for (var index = 0; index < 40; index++)
        {
            View(player, -1, ("brand", index));
        }

        var view = player.View();
        (view.ComputedTraits["x"], view.ComputedTraits["views"]).ShouldBe((TraitAccuracy.Approximate, TraitAccuracy.Exact));
        view.TraitErrors["x"].ShouldBe(view.TraitErrors["brands"] / 40, 1e-9);
    }

    [Theory]
    [InlineData("""{ "mostFrequent": "brand", "of": "product_viewed", "keep": 100 }""", TraitAccuracy.Truncated)]
    [InlineData("""{ "mostFrequent": "brand", "of": "product_viewed", "within": "30d" }""", TraitAccuracy.Truncated)]
    [InlineData("""{ "leastFrequent": "brand", "of": "product_viewed" }""", TraitAccuracy.Truncated)]
    [InlineData("""{ "distinct": "brand", "of": "product_viewed" }""", TraitAccuracy.Approximate)]
    [InlineData("""{ "distinct": "brand", "of": "product_viewed", "within": "30d" }""", TraitAccuracy.Truncated)]
    [InlineData("""{ "newest": "brand", "of": "product_viewed" }""", TraitAccuracy.Exact)]
    [InlineData("""{ "newest": "brand", "of": "product_viewed", "within": "30d", "keep": 1000 }""", TraitAccuracy.Exact)]
    public void Bot_with_a_million_values_has_a_bounded_profile(string trait, TraitAccuracy accuracy)
    {
        var player = Computing(trait);
        for (var second = 0; second < 20_000; second++)
        {
            View(player, second / 86_400.0, ("brand", $"brand-{second}"));
        }

        player.View().ComputedTraits["x"].ShouldBe(accuracy);
        player.State.EstimatedBytes.ShouldBeLessThan(220_000);
        player.Snapshot().Length.ShouldBeLessThan(50_000);
    }

    [Theory]
    [InlineData("""{ "mostFrequent": "brand", "of": "product_viewed" }""")]
    [InlineData("""{ "mostFrequent": "brand", "of": "product_viewed", "within": "30d" }""")]
    [InlineData("""{ "newest": "brand", "of": "product_viewed", "keep": 1000 }""")]
    public void Long_texts_have_a_bound_of_their_own(string trait)
    {
        var player = Computing(trait);
        for (var index = 0; index < 100; index++)
        {
            View(player, index / 1_000.0, ("brand", new string((char)('A' + (index % 50)), 4_000 + index)));
        }

        player.View().ComputedTraits["x"].ShouldBe(TraitAccuracy.Truncated);
        player.State.EstimatedBytes.ShouldBeLessThan(160_000);
    }

    [Fact]
    public void Favourite_of_many_values_is_exact_where_its_number_proves_it()
    {
        var player = Computing("""{ "mostFrequent": "brand", "of": "product_viewed", "keep": 100 }""");
        for (var index = 0; index < 4_000; index++)
        {
            View(player, index / 86_400.0, ("brand", index % 10 == 0 ? "nike" : $"brand-{index}"));
        }

        (Text(player), player.View().ComputedTraits["x"]).ShouldBe(("nike", TraitAccuracy.Exact));
    }

    private static Player Computing(string trait) => new(Some.Catalog(traits: $$"""{ "x": {{trait}} }"""));

    private void View(Player player, double day, params (string Name, object Value)[] attributes) => View(player, day, "product_viewed", attributes);

    private void View(Player player, double day, string type, params (string Name, object Value)[] attributes) => player.Observe(
        [new Signal { Id = $"s-{_signals++}", Type = type, Time = player.Now + TimeSpan.FromDays(day), Attributes = Some.Attributes(attributes) }]);

    private static string? Text(Player player, string trait = "x") => player.View().Traits.TryGetValue(trait, out var value) ? value.ToString() : null;
}
