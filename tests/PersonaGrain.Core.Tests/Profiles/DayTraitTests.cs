using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Profiles;

/// <summary>Computed traits of days and weeks; their values across changes of clocks are in the calendar laws.</summary>
public sealed class DayTraitTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private int _signals;

    [Theory]
    [InlineData("""{ "distinctDays": "logged_in" }""", "4")]
    [InlineData("""{ "distinctDays": "logged_in", "within": "3d" }""", "2")]
    [InlineData("""{ "distinctDays": "product_viewed" }""", "0")]
    [InlineData("""{ "distinctDays": "place", "of": "logged_in" }""", "1")]
    [InlineData("""{ "streak": "logged_in" }""", "2")]
    [InlineData("""{ "streak": "logged_in", "where": { "place": "home" } }""", "0")]
    [InlineData("""{ "streak": "logged_in", "every": "week" }""", "2")]
    [InlineData("""{ "streak": "product_viewed" }""", "0")]
    public void View_tells_what_was_computed(string trait, string expected)
    {
        // A Sunday; the day before yesterday nobody came.
        var player = Computing(trait);
        Array.ForEach([-4.2, 0, -1, -0.9, -9], day => LogIn(player, day));
        LogIn(player, -4.3, Some.Attributes(("place", "home")));

        Text(player).ShouldBe(expected);
        player.State = player.Machine.ReadSnapshot(player.Snapshot());
        player.State.IsIncomplete.ShouldBeFalse();
        Text(player).ShouldBe(expected);
        player.View().ComputedTraits["x"].ShouldBe(TraitAccuracy.Exact);
    }

    [Fact]
    public void What_is_dated_ahead_counts_when_its_day_begins()
    {
        var player = new Player(Some.Catalog(
            traits: """{ "x": { "streak": "logged_in" } }""", segments: """{ "two": { "when": { "trait": "x", "is": 2 } }, "one": { "when": { "trait": "x", "is": 1 } } }"""));
        Array.ForEach([0, 1.1, 3.5], day => LogIn(player, day));

        player.Pass(10 * Day);

        player.Changes.Select(change => $"{change.Segment} {change.Entered} {(change.At - A.Start).TotalDays}").ShouldBe(
            ["one True 0", "one False 1", "two True 1", "one True 3", "two False 3", "one False 5"], ignoreOrder: true);
    }

    [Fact]
    public void Days_that_were_forgotten_stay_counted_until_one_comes_that_may_be_among_them()
    {
        var player = Computing("""{ "distinctDays": "logged_in", "keep": 2 }""");
        Array.ForEach([-20, -19, -15, -10, -5], day => LogIn(player, day));
        (Text(player), player.View().ComputedTraits["x"]).ShouldBe(("5", TraitAccuracy.Exact));

        LogIn(player, -12);
        (Text(player), player.View().ComputedTraits["x"]).ShouldBe(("6", TraitAccuracy.Exact));
        LogIn(player, -20);

        (Text(player), player.View().ComputedTraits["x"]).ShouldBe(("6", TraitAccuracy.Truncated));
    }

    [Fact]
    public void Streak_that_begins_where_days_were_forgotten_is_truncated()
    {
        var player = Computing("""{ "streak": "logged_in", "keep": 1 }""");
        Array.ForEach([-3, 0, -1, -2], day => LogIn(player, day));

        (Text(player), player.View().ComputedTraits["x"]).ShouldBe(("3", TraitAccuracy.Truncated));
    }

    [Fact]
    public void Signal_that_was_taken_back_leaves_no_day()
    {
        var player = new Player(Some.Catalog(
            triggers: """{ "left": { "after": "cart_added", "unless": "order_completed", "within": "30m", "late": "1h" } }""",
            traits: """{ "x": { "streak": "left" }, "y": { "distinctDays": "left" }, "z": { "distinctDays": "left", "within": "9d" } }"""));
        player.Observe("cart_added");
        player.Pass(Day);
        player.Observe("cart_added");
        player.Pass(TimeSpan.FromHours(1));
        (Text(player), Text(player, "y"), Text(player, "z")).ShouldBe(("2", "2", "2"));

        player.Observe([A.Signal("late", "order_completed", player.Now - TimeSpan.FromMinutes(55))]);

        player.Retractions.Count.ShouldBe(1);
        (Text(player), Text(player, "y"), Text(player, "z")).ShouldBe(("1", "1", "1"));
    }

    [Theory]
    [InlineData("""{ "distinctDays": "logged_in", "zone": "America/New_York" }""")]
    [InlineData("""{ "distinctDays": "logged_in", "zone": "America/New_York", "within": "20000d" }""")]
    [InlineData("""{ "streak": "logged_in", "zone": "America/New_York" }""")]
    public void Bot_of_fifty_years_has_a_bounded_profile(string trait)
    {
        var player = Computing(trait);
        for (var day = 0; day < 18_000; day++)
        {
            LogIn(player, (day * 2 % 18_000) - 18_000);
        }

        player.State.EstimatedBytes.ShouldBeLessThan(60_000);
        player.Snapshot().Length.ShouldBeLessThan(30_000);
    }

    private static Player Computing(string trait) => new(Some.Catalog(traits: $$"""{ "x": {{trait}} }"""));

    private void LogIn(Player player, double day, AttributeSet? attributes = null) => player.Observe(
        [new Signal { Id = $"s-{_signals++}", Type = "logged_in", Time = player.Now + TimeSpan.FromDays(day), Attributes = attributes ?? AttributeSet.Empty }]);

    private static string? Text(Player player, string trait = "x") => player.View().Traits.TryGetValue(trait, out var value) ? value.ToString() : null;
}
