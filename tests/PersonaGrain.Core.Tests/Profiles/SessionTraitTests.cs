using PersonaGrain.Profiles.Computed;
using PersonaGrain.Testing;

namespace PersonaGrain.Profiles;

public sealed class SessionTraitTests
{
    private int _signals;

    [Theory]
    [InlineData("""{ "sessions": "product_viewed" }""", "3")]
    [InlineData("""{ "sessionLength": "product_viewed" }""", "1000")]
    [InlineData("""{ "sessionSignals": "product_viewed" }""", "2.3333333333333335")]
    [InlineData("""{ "sessions": "product_viewed", "gap": "10h" }""", "1")]
    [InlineData("""{ "sessions": "product_viewed", "within": "2h" }""", "2")]
    [InlineData("""{ "sessionLength": "product_viewed", "within": "2h" }""", "300")]
    [InlineData("""{ "sessions": "logged_in" }""", "0")]
    [InlineData("""{ "sessionLength": "logged_in" }""", null)]
    [InlineData("""{ "sessionSignals": "logged_in", "within": "2h" }""", null)]
    public void View_tells_what_was_computed(string trait, string? expected)
    {
        // One session of three signals, another one, and one of a single signal, since exactly a gap lies before it.
        double[] minutes = [-300, -280, -260, -75, -70, -65, -35];
        foreach (var order in (int[][])[[0, 1, 2, 3, 4, 5, 6], [6, 4, 2, 0, 3, 5, 1]])
        {
            var player = Computing(trait);
            Array.ForEach(order, index => View(player, minutes[index]));
            player.State = player.Machine.ReadSnapshot(player.Snapshot());

            Text(player).ShouldBe(expected);
            player.View().ComputedTraits.GetValueOrDefault("x").ShouldBe(TraitAccuracy.Exact);
        }
    }

    [Fact]
    public void Late_signal_joins_two_sessions()
    {
        var player = Computing("""{ "sessions": "product_viewed" }""");
        Array.ForEach([-90.0, -40, -15], minute => View(player, minute));
        Text(player).ShouldBe("2");

        View(player, -65);

        Text(player).ShouldBe("1");
    }

    [Fact]
    public void Sessions_that_were_added_up_stay_counted_until_a_signal_comes_that_may_be_of_them()
    {
        var player = Computing("""{ "sessions": "product_viewed", "keep": 2 }""");
        Array.ForEach([-900.0, -700, -500, -300], minute => View(player, minute));
        (Text(player), player.View().ComputedTraits["x"]).ShouldBe(("4", TraitAccuracy.Exact));

        View(player, -690);

        (Text(player), player.View().ComputedTraits["x"]).ShouldBe(("4", TraitAccuracy.Truncated));
    }

    [Fact]
    public void Mean_of_a_window_changes_at_the_tick_at_which_a_signal_leaves()
    {
        var player = new Player(Some.Catalog(
            traits: """{ "x": { "sessionLength": "product_viewed", "within": "2h" } }""", segments: """{ "long": { "when": { "trait": "x", "atLeast": 600 } } }"""));
        Array.ForEach([-30.0, -25, -15], minute => View(player, minute));

        player.View().NextFlip.ShouldBe(A.Start + TimeSpan.FromMinutes(95));
        player.Pass(TimeSpan.FromMinutes(95) - TimeSpan.FromTicks(1));
        player.Segments.ShouldBe(["long"]);
        player.Pass(TimeSpan.FromTicks(1));
        player.Segments.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "sessions": "product_viewed", "gap": "30s" }""", TraitAccuracy.Exact)]
    [InlineData("""{ "sessions": "product_viewed", "gap": "30s", "within": "30d" }""", TraitAccuracy.Truncated)]
    [InlineData("""{ "sessionLength": "product_viewed" }""", TraitAccuracy.Exact)]
    public void Bot_has_a_bounded_profile(string trait, TraitAccuracy accuracy)
    {
        var player = Computing(trait);
        for (var minute = 0; minute < 20_000; minute++)
        {
            View(player, minute - 20_000);
        }

        player.View().ComputedTraits["x"].ShouldBe(accuracy);
        player.State.EstimatedBytes.ShouldBeLessThan(60_000);
        player.Snapshot().Length.ShouldBeLessThan(30_000);
    }

    private static Player Computing(string trait) => new(Some.Catalog(traits: $$"""{ "x": {{trait}} }"""));

    private void View(Player player, double minute) => player.Observe([A.Signal($"s-{_signals++}", "product_viewed", player.Now + TimeSpan.FromMinutes(minute))]);

    private static string? Text(Player player) => player.View().Traits.TryGetValue("x", out var value) ? value.ToString() : null;
}
