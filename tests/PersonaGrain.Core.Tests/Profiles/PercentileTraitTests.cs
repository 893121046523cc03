using PersonaGrain.Profiles.Computed;
using PersonaGrain.Testing;

namespace PersonaGrain.Profiles;

public sealed class PercentileTraitTests
{
    private int _signals;

    [Theory]
    [InlineData("""{ "percentile": "order_completed", "rank": 50 }""", "15")]
    [InlineData("""{ "percentile": "order_completed", "rank": 0 }""", "-5")]
    [InlineData("""{ "percentile": "order_completed", "rank": 100 }""", "40")]
    [InlineData("""{ "percentile": "order_completed", "rank": 90 }""", "34")]
    [InlineData("""{ "percentile": "order_completed", "rank": 50, "within": "3d" }""", "17.5")]
    [InlineData("""{ "percentile": "order_completed", "rank": 50, "within": "36h" }""", "40")]
    [InlineData("""{ "percentile": "product_viewed", "rank": 50 }""", null)]
    public void View_tells_what_was_computed(string trait, string? expected)
    {
        var player = Computing(trait);
        foreach (var (day, value) in new[] { (-1.0, 40.0), (-9, 10), (-2, -5), (-5, 20) })
        {
            Order(player, day, value);
        }

        player.State = player.Machine.ReadSnapshot(player.Snapshot());

        Text(player).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{ "percentile": "order_completed", "rank": 58 }""")]
    [InlineData("""{ "percentile": "order_completed", "rank": 58, "within": "3d" }""")]
    public void Rank_that_a_value_stands_at_tells_that_value(string trait)
    {
        var player = Computing(trait);
        for (var value = 1; value <= 101; value++)
        {
            Order(player, -1, value);
        }

        Text(player).ShouldBe("59");
    }

    [Theory]
    [InlineData(50, "0", 0.001)]
    [InlineData(0, null, 0.0)]
    public void Ratio_of_a_percentile_of_zero_has_an_error_that_is_a_number(int views, string? expected, double error)
    {
        var player = new Player(Some.Catalog(traits: """
            {
              "middle": { "percentile": "order_completed", "rank": 50, "keep": 20 },
              "views": { "count": "product_viewed" },
              "x": { "ratio": ["middle", "views"] }
            }
            """));
        for (var index = 0; index < 60; index++)
        {
            Order(player, -1, index < 30 ? -5 : 5);
        }

        player.Observe([.. Enumerable.Range(0, views).Select(index => Some.Signal("product_viewed", player.Now - TimeSpan.FromDays(1), $"v-{index}"))]);

        Text(player).ShouldBe(expected);
        player.View().TraitErrors.GetValueOrDefault("x").ShouldBe(error, 1e-4);
    }

    [Fact]
    public void More_values_than_are_kept_are_approximate_within_the_error_that_is_told()
    {
        foreach (var rank in (double[])[0, 1, 25, 50, 75, 99, 100])
        {
            var player = Computing($$"""{ "percentile": "order_completed", "rank": {{rank}}, "keep": 100 }""");
            var values = Enumerable.Range(0, 2_001).Select(index => Math.Round(Math.Pow(index - 600, 3) / 7_919, 6)).ToArray();
            Array.ForEach(values, value => Order(player, -1, value));
            player.State = player.Machine.ReadSnapshot(player.Snapshot());

            var view = player.View();
            view.ComputedTraits["x"].ShouldBe(TraitAccuracy.Approximate);
            view.Traits["x"].Number.ShouldBe(values[(int)(rank * 20)], view.TraitErrors["x"] * 1.02, $"rank {rank}");
        }
    }

    [Fact]
    public void Sketch_of_every_size_of_amounts_is_bounded()
    {
        var sketch = new QuantileSketch();
        for (var amount = 1L; amount < 1_000_000_000_000_000_000; amount += (amount / 200) + 1)
        {
            sketch.Add(amount);
            sketch.Add(-amount);
        }

        sketch.EstimatedBytes.ShouldBeLessThan(140_000);
        sketch.Percentile(50).Value.ShouldBe(0, 2e-6);
        sketch.Percentile(100).Value.ShouldBe(1e12, 1.5e10);
        sketch.Percentile(0).Value.ShouldBe(-1e12, 1.5e10);
    }

    private static Player Computing(string trait) => new(Some.Catalog(traits: $$"""{ "x": {{trait}} }"""));

    private void Order(Player player, double day, double value) => player.Observe(
        [Some.Signal("order_completed", player.Now + TimeSpan.FromDays(day), $"s-{_signals++}", value)]);

    private static string? Text(Player player) => player.View().Traits.TryGetValue("x", out var value) ? value.ToString() : null;
}
