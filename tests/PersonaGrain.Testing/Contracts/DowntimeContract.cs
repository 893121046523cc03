using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What came due while the grid was down is caught up with: in order, and at the times at which it was due.</summary>
public abstract class DowntimeContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Windows = """
        {
          "week":   { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" } },
          "month":  { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "30d" } },
          "lapsed": { "when": { "signal": "product_viewed", "lastSeen": { "olderThan": "20d" } } }
        }
        """;

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Flips_due_while_down_come_in_order_with_their_past_times(bool crashed)
    {
        await StartAsync(Some.Catalog(Windows));
        await ObserveNowAsync();

        await (crashed ? CrashAsync(60 * Day) : RestartAsync(60 * Day));

        (await EventsAsync()).Skip(2).Select(one => (Tell(one), one.At)).ShouldBe(
        [
            ("exited week 2", Some.Now + 7 * Day),
            ("entered lapsed 1", Some.Now + 20 * Day),
            ("exited month 2", Some.Now + 30 * Day),
        ]);
        (await SegmentsOfAsync()).ShouldBe(["lapsed"]);
        (await SegmentAsync("month")).Count.ShouldBe(0);
    }

    [ContractFact]
    public async Task Flips_due_while_down_come_before_what_arrives_afterwards()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" }""");
        await ObserveNowAsync();

        await RestartAsync(10 * Day);
        await ObserveNowAsync();

        (await EventsAsync()).Select(one => (Tell(one), one.At)).ShouldBe(
        [
            ("entered chosen 1", Some.Now),
            ("exited chosen 2", Some.Now + 7 * Day),
            ("entered chosen 3", Some.Now + 10 * Day),
        ]);
    }

    [ContractFact]
    public async Task Triggers_due_while_down_fire_at_their_deadline()
    {
        await StartAsync(Some.Catalog(
            segments: """{ "abandoner": { "when": { "signal": "cart_abandoned", "count": { "atLeast": 1 }, "within": "2d" } } }""",
            triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));
        await ObserveNowAsync("cart_added");

        await RestartAsync(Day);

        (await EventsAsync()).Select(one => (Tell(one), one.At)).ShouldBe(
            [("triggered cart_abandoned 1", Some.Now + 30 * Minute), ("entered abandoner 1", Some.Now + 30 * Minute)], ignoreOrder: true);
        (await ProfileAsync()).NextFlip.ShouldBe(Some.Now + 30 * Minute + 2 * Day);
    }

    [ContractFact]
    public async Task Flows_count_past_flips_in_the_hour_they_were_due()
    {
        await StartWhereAsync("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" }""");
        await ObserveNowAsync();

        await RestartAsync(60 * Day);

        (await SegmentAsync()).Flow.ShouldBe([new HourlyFlow(Some.Now, 1, 0), new HourlyFlow(Some.Now + 7 * Day, 0, 1)]);
    }
}
