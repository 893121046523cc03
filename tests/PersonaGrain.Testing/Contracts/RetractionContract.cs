using PersonaGrain.Catalogs;
using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>A firing that a late signal disproves is taken back: the profile is as if it had never been, and the feed says so.</summary>
public abstract class RetractionContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Late = "late";
    private const string InOrder = "in-order";

    /// <summary>A cart that is left, a reminder after it, a visitor who is lost when nothing follows, and what answers one that came back in between.</summary>
    private static readonly CatalogDocument Shop = Some.Catalog(
        segments: """
            {
              "chosen":  { "priority": 9, "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "7d" } },
              "often":   { "when": { "signal": "cart_abandoned", "count": { "atLeast": 2 } } },
              "lost":    { "when": { "signal": "visitor_lost", "lastSeen": { "within": "30d" } } },
              "regrets": { "when": { "score": "regret", "atLeast": 20 } },
              "calm":    { "when": { "not": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "1d" } } }
            }
            """,
        scores: """{ "regret": { "weights": { "cart_abandoned": 2, "product_viewed": 1 } } }""",
        triggers: """
            {
              "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" },
              "visitor_lost":   { "after": "cart_abandoned", "unless": "logged_in", "within": "2h", "late": "12h" },
              "quiet_login":    { "after": "logged_in", "unless": ["cart_abandoned", "product_viewed"], "within": "1h", "late": "12h" }
            }
            """);

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Profile_is_as_if_the_late_signal_had_come_in_time(Ending ending)
    {
        await StartAsync(Shop);
        await ObserveAsync(At(Late, "cart_added", 0), At(InOrder, "cart_added", 0), At(Late, "product_viewed", 0), At(InOrder, "product_viewed", 0));
        await AdvanceAsync(20 * Minute);
        await ObserveAsync(At(InOrder, "order_completed", 20));
        await AdvanceAsync(Hour);
        (await SegmentsOfAsync(Late)).ShouldContain("chosen");
        await EndAsync(ending);

        await ObserveAsync(At(Late, "order_completed", 20));

        await ShouldBeAlikeAsync(Late, InOrder);
        (await StoryAsync(InOrder)).ShouldNotContain("triggered cart_abandoned 1");
        (await StoryAsync(Late)).ShouldBe(
            ["entered calm 1", "triggered cart_abandoned 1", "exited calm 2", "entered chosen 1", "entered regrets 1", "retracted cart_abandoned 1", "exited chosen 2", "exited regrets 2", "entered calm 3"],
            ignoreOrder: true);
        await AdvanceAsync(40 * Day);
        await ShouldBeAlikeAsync(Late, InOrder);
        (await SegmentAsync()).Count.ShouldBe(0);
        (await MembersAsync()).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Retraction_tells_the_version_of_the_firing_and_its_cause()
    {
        await StartAsync(Shop);
        await ObserveAsync(At(Late, "cart_added", 0));
        await AdvanceAsync(Hour);
        await ObserveAsync(At(Late, "cart_added", 60));
        await AdvanceAsync(Hour);

        await ObserveAsync(At(Late, "order_completed", 65, id: "order"));

        var retracted = (await EventsAsync(GridEventKind.Retracted)).ShouldHaveSingleItem();
        (retracted.Subject, retracted.Version, retracted.At, retracted.Cause).ShouldBe(("cart_abandoned", 2, Some.Now + 2 * Hour, Cause.OfSignal("order")));
        retracted.Committed.ShouldBe(Some.Now + 2 * Hour);
        (await SegmentsOfAsync(Late)).ShouldContain("chosen");
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Crash)]
    public async Task Chain_of_triggers_is_taken_back_with_the_first(Ending ending)
    {
        await StartAsync(Shop);
        await ObserveAsync(At(Late, "cart_added", 0), At(InOrder, "cart_added", 0), At(InOrder, "order_completed", 0));
        await AdvanceAsync(3 * Hour);
        (await SegmentsOfAsync(Late)).ShouldContain("lost");
        await EndAsync(ending);

        await ObserveAsync(At(Late, "order_completed", 0));

        (await EventsAsync(GridEventKind.Retracted)).Select(one => one.Subject).ShouldBe(["cart_abandoned", "visitor_lost"], ignoreOrder: true);
        await ShouldBeAlikeAsync(Late, InOrder);
    }

    [ContractFact]
    public async Task What_a_firing_prevented_fires_once_it_is_taken_back()
    {
        await StartAsync(Shop);
        await ObserveAsync(At(Late, "cart_added", 0));
        await AdvanceAsync(10 * Minute);
        await ObserveAsync(At(Late, "logged_in", 10));
        await AdvanceAsync(4 * Hour - 10 * Minute);
        (await EventsAsync(GridEventKind.Triggered)).Select(one => one.Subject).ShouldBe(["cart_abandoned", "visitor_lost"]);

        await ObserveAsync(At(Late, "order_completed", 5));

        var fired = (await EventsAsync(GridEventKind.Triggered))[^1];
        (fired.Subject, fired.At, fired.Committed).ShouldBe(("quiet_login", Some.Now + 70 * Minute, Some.Now + 4 * Hour));
        (await EventsAsync(GridEventKind.Retracted)).Length.ShouldBe(2);
    }

    [ContractFact]
    public async Task Firing_moves_when_what_starts_it_comes_late()
    {
        await StartAsync(Shop);
        await ObserveAsync(At(Late, "cart_added", 0), At(InOrder, "cart_added", 0));
        await AdvanceAsync(20 * Minute);
        await ObserveAsync(At(InOrder, "cart_added", 20));
        await AdvanceAsync(40 * Minute);

        await ObserveAsync(At(Late, "cart_added", 20));

        (await StoryAsync(Late)).Where(told => told.Contains("cart_abandoned", StringComparison.Ordinal)).ShouldBe(
            ["triggered cart_abandoned 1", "triggered cart_abandoned 2", "retracted cart_abandoned 1"], ignoreOrder: true);
        await ShouldBeAlikeAsync(Late, InOrder);
        await AdvanceAsync(Day);
        await ShouldBeAlikeAsync(Late, InOrder);
    }

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Firing_older_than_what_is_kept_of_them_is_taken_back_from_history(Ending ending)
    {
        await StartAsync(Shop);
        await ObserveAsync(At(Late, "cart_added", 0), At(InOrder, "cart_added", 0), At(InOrder, "order_completed", 0));
        for (var round = 1; round <= 15; round++)
        {
            await AdvanceAsync(10 * Hour);
            await ObserveAsync(At(Late, "cart_added", round * 600), At(InOrder, "cart_added", round * 600));
        }

        await AdvanceAsync(10 * Hour);
        await EndAsync(ending);
        await ObserveAsync(At(Late, "order_completed", 0, id: "late order"));

        var retracted = await EventsAsync(GridEventKind.Retracted);
        retracted.Select(one => (one.Subject, one.Version)).ShouldBe([("cart_abandoned", 1), ("visitor_lost", 1)], ignoreOrder: true);
        retracted.ShouldAllBe(one => one.Cause == Cause.OfSignal("late order"));
        await ShouldBeAlikeAsync(Late, InOrder);
        await EndAsync(ending, Day);
        await ShouldBeAlikeAsync(Late, InOrder);
    }

    [ContractFact]
    public async Task Population_counts_a_firing_that_was_taken_back_as_none()
    {
        const string Scores = """{ "intent": { "outcome": "purchase", "horizon": "1h", "weights": { "cart_abandoned": 1 } } }""";
        await StartAsync(Some.Catalog(scores: Scores, triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "product_viewed", "within": "30m" } }"""));
        var visitors = Enumerable.Range(0, 70).ToArray();
        await ObserveAsync([.. visitors.Select(index => At($"visitor-{index}", "cart_added", 0))]);
        await AdvanceAsync(30 * Minute);

        // 35 of the 70 had gone on looking in time, and it is they who buy.
        await ObserveAsync([.. visitors.Take(35).Select(index => At($"visitor-{index}", "product_viewed", 5))]);
        await AdvanceAsync(10 * Minute);
        await ObserveAsync([.. visitors.Take(35).Select(index => At($"visitor-{index}", "order_completed", 40))]);
        await AdvanceAsync(2 * Hour);

        var scores = (await Grid.ExplainAsync(Some.Profile("visitor-40"), Deadline)).ShouldNotBeNull();
        var table = scores.Single().Terms.Single().Association.ShouldNotBeNull().Table;
        table.Both.ShouldBe(0);
        table.OutcomeOnly.ShouldBeInRange(1, 35);
        table.MeasureOnly.ShouldBeInRange(1, 34);
    }

    private static Observation At(string profile, string type, int minute, string? id = null) => Some.Observation(profile, type, Some.Now + minute * Minute, id);
}
