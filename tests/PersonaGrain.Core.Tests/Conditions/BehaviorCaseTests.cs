using PersonaGrain.Catalogs;
using PersonaGrain.Decisions;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Conditions;

/// <summary>Habits: what their explanation says, what is dated ahead, how little a profile keeps for them.</summary>
public sealed class BehaviorCaseTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private int _signals;

    [Theory]
    [InlineData(""" "regularly": { "atLeast": 3, "of": 4, "every": "7d" } """, "3 of the last 4 periods of 7d; holds until 2026-03-14T00:00:00Z", -15, -8, 0)]
    [InlineData(""" "regularly": { "atLeast": 3, "of": 4, "every": "7d" } """, "2 of the last 4 periods of 7d", -15, 0)]
    [InlineData(""" "regularly": { "atLeast": 2, "of": 3, "every": "7d" } """, "1 of the last 3 periods of 7d; holds from 2026-03-03T00:00:00Z", -5, -4)]
    [InlineData(""" "regularly": { "atLeast": 2, "of": 4, "every": "week", "zone": "Europe/Berlin" } """, "2 of the last 4 weeks; holds until 2026-03-15T23:00:00Z", -8, -1)]
    [InlineData(""" "regularly": { "atLeast": 1, "of": 1, "every": "month" } """, "0 of the last 1 month", -1)]
    [InlineData(""" "stopped": { "within": "90d", "for": "30d" } """, "last at 2026-01-20T00:00:00Z; holds until 2026-04-20T00:00:00Z", -50, -40)]
    [InlineData(""" "stopped": { "within": "90d", "for": "30d", "atLeast": 2 } """, "2 within 90d, last at 2026-02-19T00:00:00Z; holds from 2026-03-21T00:00:00Z", -40, -10)]
    [InlineData(""" "stopped": { "within": "90d", "for": "30d" } """, "never")]
    [InlineData(""" "restarted": { "after": "60d", "within": "14d" } """, "again at 2026-02-24T00:00:00Z, before that at 2025-12-21T00:00:00Z; holds until 2026-03-10T00:00:00Z", -70, -5, -4)]
    [InlineData(""" "restarted": { "after": "60d", "within": "14d" } """, "last at 2026-02-25T00:00:00Z, after no such gap", -30, -4)]
    [InlineData(""" "restarted": { "after": "60d", "within": "14d" } """, "never")]
    public void Explanation_says_what_was_found_and_when_it_changes(string asked, string expected, params int[] days)
    {
        var player = Played($$"""{ "signal": "product_viewed", {{asked}} }""", days);

        var finding = player.Machine.ExplainSegment(player.State, "chosen", player.Now);

        finding.Found.ShouldBe(expected);
        finding.Holds.ShouldBe(player.Segments.Contains("chosen"));
        finding.Condition.ShouldContain(asked.Trim().Split(' ')[0] + "{");
    }

    [Fact]
    public void First_time_within_a_window_is_undone_by_an_earlier_one_that_comes_late()
    {
        var player = Played("""{ "signal": "product_viewed", "firstSeen": { "within": "14d" } }""", 0);
        player.Segments.ShouldBe(["chosen"]);

        View(player, -20 * Day);

        player.Segments.ShouldBeEmpty();
    }

    /// <summary>Within rolling periods at once, in the newest; of a calendar when its day begins.</summary>
    [Theory]
    [InlineData("2m", "chosen False 4, chosen True 0")]
    [InlineData("day", "chosen False 1440, chosen True 0")]
    public void What_is_dated_ahead_counts_in_its_period(string every, string expected)
    {
        var player = new Player(Some.CatalogWhere($$"""{ "signal": "product_viewed", "regularly": { "atLeast": 1, "of": 1, "every": "{{every}}" } }""")) { Now = A.Start - (3 * Minute) };
        var sent = player.Now;
        View(player, every == "day" ? 4 * Minute : 2 * Minute);
        player.Pass(3 * Day);

        string.Join(", ", player.Changes.Select(change => $"{change.Segment} {change.Entered} {(change.At - (every == "day" ? A.Start : sent)).TotalMinutes}").Order()).ShouldBe(expected);
    }

    [Fact]
    public void Profile_keeps_little_however_much_a_bot_sends()
    {
        var player = new Player(Some.Catalog(segments: """
            { "a": { "when": { "signal": "product_viewed", "regularly": { "atLeast": 3, "of": 4, "every": "1h" } } },
              "b": { "when": { "signal": "product_viewed", "regularly": { "atLeast": 3, "of": 4, "every": "day" } } },
              "c": { "when": { "signal": "product_viewed", "restarted": { "after": "5m", "within": "1h" } } } }
            """));
        for (var signal = 0; signal < 20_000; signal++)
        {
            player.Now += (signal % 50 == 0 ? 6 : 0.1) * Minute;
            player.Effects.Clear();
            View(player, -(signal * 7919 % 300) * 0.02 * Minute);
        }

        player.Segments.ShouldBe(["a", "b"]);
        player.State.Computed!.Sum(tally => tally!.EstimatedBytes).ShouldBeLessThan(1_200);
    }

    [Fact]
    public void Decision_can_ask_for_what_profiles_keep_and_for_nothing_else()
    {
        const string known = """{ "signal": "product_viewed", "regularly": { "atLeast": 3, "of": 4, "every": "7d" } }""";
        var player = Played(known, 0);
        var regularly = (ConditionDocument.Regularly)player.Machine.Catalog.Document.Segments["chosen"].When;

        Decide(regularly with { AtLeast = 1 }).ShouldBeOfType<DecisionResult.Decided>().Ranked.ShouldHaveSingleItem();
        Decide(regularly with { Of = 5 }).ShouldBeOfType<DecisionResult.Faulty>().Faults.ShouldHaveSingleItem().Message.ShouldContain("do not tally this behaviour");
        Decide(new ConditionDocument.Restarted(A.Measure("nothing"), Day, Day)).ShouldBeOfType<DecisionResult.Faulty>().Faults.ShouldHaveSingleItem().Message.ShouldContain("no measure or signal type");

        DecisionResult Decide(ConditionDocument when) => player.Machine.Decide(
            Some.Profile(), player.State, new DecisionRequest { Contents = [new Content("x", when, [], [], new Dictionary<string, double>())] }, player.Now);
    }

    private Player Played(string condition, params int[] days)
    {
        var player = new Player(Some.CatalogWhere(condition));
        player.Observe("logged_in");
        Array.ForEach(days, day => View(player, day * Day));
        return player;
    }

    private void View(Player player, TimeSpan at) => player.Observe([A.Signal($"view-{_signals++}", "product_viewed", player.Now + at)]);
}
