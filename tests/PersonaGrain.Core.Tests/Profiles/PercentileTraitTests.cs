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
        sketch.Percentile(0.5).Value.ShouldBe(0, 2e-6);
        sketch.Percentile(1).Value.ShouldBe(1e12, 1.5e10);
        sketch.Percentile(0).Value.ShouldBe(-1e12, 1.5e10);
    }

    private static Player Computing(string trait) => new(Some.Catalog(traits: $$"""{ "x": {{trait}} }"""));

    private void Order(Player player, double day, double value) => player.Observe(
        [Some.Signal("order_completed", player.Now + TimeSpan.FromDays(day), $"s-{_signals++}", value)]);

    private static string? Text(Player player) => player.View().Traits.TryGetValue("x", out var value) ? value.ToString() : null;
}
