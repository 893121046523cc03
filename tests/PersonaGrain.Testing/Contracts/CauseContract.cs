using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Every event tells why it happened, when it was due and when it was committed; of one commit the earlier one comes first.</summary>
public abstract class CauseContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Recent = """{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" }""";

    private static (string Told, Cause Cause, Instant At, Instant Committed) Whole(GridEvent one) => (Tell(one), one.Cause, one.At, one.Committed);

    [ContractTheory]
    [InlineData(Ending.None)]
    [InlineData(Ending.Restart)]
    [InlineData(Ending.Crash)]
    public async Task Signal_and_clock_are_causes(Ending ending)
    {
        await StartWhereAsync(Recent);
        await ObserveAsync(Some.Observation(id: "the cause"));
        await AdvanceAsync(Hour);
        await EndAsync(ending);

        (await EventsAsync()).Select(Whole).ShouldBe(
        [
            ("entered chosen 1", Cause.OfSignal("the cause"), Some.Now, Some.Now),
            ("exited chosen 2", Cause.Clock, Some.Now + Hour, Some.Now + Hour),
        ]);
    }

    [ContractFact]
    public async Task Of_several_signals_the_one_that_the_segment_depends_on_is_the_cause()
    {
        await StartAsync(Some.Catalog(segments: """
            {
              "buyer":  { "when": { "signal": "order_completed", "count": { "atLeast": 1 } } },
              "grown":  { "when": { "trait": "age", "atLeast": 18 } },
              "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 } } }
            }
            """));

        await ObserveAsync(
            Some.Observation(id: "view 1"), Some.Observation(type: "order_completed", id: "order"), Some.Observation(id: "view 2", time: Some.Now + Tick),
            Some.Observation(type: "logged_in", id: "login", time: Some.Now + 2 * Tick, traits: Some.Trait("age", 20)));

        (await EventsAsync()).Select(one => (one.Subject, one.Cause.Reference)).ShouldBe([("buyer", "order"), ("grown", "login"), ("viewer", "view 2")], ignoreOrder: true);
    }

    [ContractFact]
    public async Task What_was_due_while_the_grid_was_down_tells_how_late_it_is()
    {
        await StartWhereAsync(Recent);
        await ObserveNowAsync();

        await CrashAsync(Day);

        Whole((await EventsAsync())[^1]).ShouldBe(("exited chosen 2", Cause.Clock, Some.Now + Hour, Some.Now + Day));
    }

    [ContractFact]
    public async Task Trigger_is_caused_by_time_or_by_the_signal_that_came_late()
    {
        await StartAsync(Some.Catalog(
            segments: """{ "chosen": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 } } } }""",
            triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));
        await ObserveAsync(Some.Observation("in-time", "cart_added"), Some.Observation("late", "cart_added", Some.Now - Hour, id: "late cart"));
        await AdvanceAsync(Hour);

        (await EventsAsync()).Where(one => one.Profile == Some.Profile("late")).Select(Whole).ShouldBe(
        [
            ("triggered cart_abandoned 1", Cause.OfSignal("late cart"), Some.Now - 30 * Minute, Some.Now),
            ("entered chosen 1", Cause.OfSignal("late cart"), Some.Now, Some.Now),
        ]);
        (await EventsAsync()).Where(one => one.Profile == Some.Profile("in-time")).ShouldAllBe(one => one.Cause == Cause.Clock && one.At == Some.Now + 30 * Minute);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Catalog_is_a_cause(bool notInMemory)
    {
        await StartWhereAsync(Recent);
        await ObserveNowAsync();
        if (notInMemory)
        {
            await RestartAsync();
        }

        await AdvanceAsync(Minute);
        (await Grid.ReplaceCatalogAsync(Some.CatalogWhere("""{ "any": [] }""", version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await SettleAsync();

        var exited = (await EventsAsync())[^1];
        (Tell(exited), exited.Cause, exited.At).ShouldBe(("exited chosen 2", Cause.OfCatalog(2), Some.Now + Minute));
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publication_of_the_population_is_a_cause(bool forgetsIdle)
    {
        await StartAsync(
            Some.Catalog(
                scores: """{ "intent": { "outcome": "purchase", "horizon": "5m", "relevance": { "frequency": 0, "recency": 0, "correlation": 1 }, "weights": { "cart_added": 1 } } }""",
                segments: """{ "chosen": { "when": { "score": "intent", "atLeast": 50 } } }"""),
            new GridHostOptions { ForgetIdleProfiles = forgetsIdle });
        await ObserveAsync([.. Enumerable.Range(0, 40).SelectMany(static index => new[]
        {
            Some.Observation(Some.Counted("buyer", index), "cart_added", Some.Now - Minute), Some.Observation(Some.Counted("buyer", index), "order_completed"), Some.Observation(Some.Counted("visitor", index)),
        })]);

        await AdvanceAsync(10 * Minute);

        var events = await EventsAsync();
        events.Count.ShouldBe(40);
        events.ShouldAllBe(one => one.Cause.Kind == CauseKind.Population && one.At == Some.Now + 10 * Minute);
        events.Select(one => one.Cause.Reference).Distinct().ShouldHaveSingleItem().ShouldNotBeNullOrEmpty();
    }

    [ContractFact]
    public async Task Events_of_one_commit_come_by_instant_and_then_by_profile()
    {
        await StartAsync(Some.Catalog(
            segments: """{ "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } } }""",
            triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));
        var profiles = Enumerable.Range(0, 100).Select(index => $"visitor-{index}").ToArray();

        // In one call: each enters now, and fires for a deadline that was past.
        await ObserveAsync([.. profiles.Reverse().SelectMany((profile, index) => new[]
        {
            Some.Observation(profile), Some.Observation(profile, "cart_added", Some.Now - (31 + index % 10) * Minute),
        })]);

        var events = await EventsAsync();
        events.Count.ShouldBe(200);
        ShouldBeInOrder(Host.CommitsCallsWhole ? [events] : events.GroupBy(one => one.Profile));
    }

    private static void ShouldBeInOrder(IEnumerable<IEnumerable<GridEvent>> commits)
    {
        foreach (var commit in commits)
        {
            commit.ShouldBe(commit.OrderBy(one => one.At).ThenBy(one => one.Profile.Value, StringComparer.Ordinal));
            commit.Select(one => one.Position).ShouldBeInOrder();
        }
    }
}
