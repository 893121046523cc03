using PersonaGrain.Grid;
using PersonaGrain.Profiles;

namespace PersonaGrain.Testing.Contracts;

/// <summary>What was acknowledged is there after a restart and after a crash, once.</summary>
public abstract class DurabilityContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Segments = """
        {
          "viewer": { "when": { "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "3d" } },
          "buyer":  { "when": { "signal": "order_completed", "sum": { "atLeast": 20 }, "within": "9d" } },
          "keen":   { "when": { "score": "interest", "atLeast": 10 } }
        }
        """;

    private const string Scores = """{ "interest": { "weights": { "product_viewed": 1, "order_completed": 3 } } }""";

    private const string Triggers = """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""";

    /// <summary>So many that each segment is entered: orders of 5 come to 20 after four, and each visitor has one in every third call.</summary>
    private const int Calls = 12;

    private async Task StartFilledAsync()
    {
        await StartAsync(Some.Catalog(Segments, Triggers, Scores));
        var types = new[] { "product_viewed", "order_completed", "cart_added" };
        for (var call = 0; call < Calls; call++)
        {
            await ObserveAsync([.. Enumerable.Range(0, 20).Select(index => Some.Observation(
                $"visitor-{index}", types[(call + index) % 3], Host.Clock.Now, value: 5, traits: Some.Trait("age", call)))]);
            await AdvanceAsync(7 * Hour);
        }
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Profiles_segments_and_events_are_what_they_were(bool crashed)
    {
        await StartFilledAsync();
        (await Grid.SegmentsAsync(Deadline)).ShouldAllBe(segment => segment.Entered > 0);
        var before = await SnapshotAsync();

        await (crashed ? CrashAsync() : RestartAsync());

        (await SnapshotAsync()).ShouldBe(before);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Life_after_a_stop_is_the_life_of_a_grid_that_never_stopped(bool crashed)
    {
        await StartFilledAsync();
        await AdvanceAsync(Day);
        await AdvanceAsync(20 * Day);
        var uninterrupted = await SnapshotAsync();

        await Host.DisposeAsync();
        await using var second = new THost();
        var interrupted = new Interrupted(second, crashed);
        await interrupted.RunAsync();

        (await interrupted.SnapshotAsync()).ShouldBe(uninterrupted);
    }

    [ContractTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Signals_sent_again_after_a_stop_are_duplicates(bool crashed)
    {
        await StartAsync(Some.Catalog(Segments, Triggers, Scores));
        var sent = Enumerable.Range(0, 50).Select(index => Some.Observation($"visitor-{index % 7}")).ToArray();
        await ObserveAsync(sent);

        await (crashed ? CrashAsync() : RestartAsync());

        (await ObserveAsync(sent)).ShouldAllBe(outcome => outcome.Status == ObservationStatus.Duplicate);
        (await Grid.StatusAsync(Deadline)).Signals.ShouldBe(50);
    }

    [ContractFact]
    public async Task Crashes_one_after_another_lose_and_repeat_nothing()
    {
        await StartAsync(Some.Catalog(Segments, Triggers, Scores));
        for (var round = 0; round < 5; round++)
        {
            await ObserveAsync([.. Enumerable.Range(0, 10).Select(index => Some.Observation($"visitor-{index}", time: Host.Clock.Now))]);
            await CrashAsync(Minute);
        }

        (await ProfileAsync("visitor-3")).Signals.ShouldBe(5);
        (await SegmentAsync("viewer")).Count.ShouldBe(10);
        (await EventsAsync()).Count(one => one.Subject == "viewer").ShouldBe(10);
        (await Grid.StatusAsync(Deadline)).Profiles.ShouldBe(10);
    }

    [ContractFact]
    public async Task Status_counts_what_the_store_holds()
    {
        await StartFilledAsync();
        await RestartAsync();

        var status = await Grid.StatusAsync(Deadline);

        status.Ready.ShouldBeTrue();
        status.Reason.ShouldBeNull();
        status.Now.ShouldBe(Host.Clock.Now);
        status.Profiles.ShouldBe(20);
        status.CatalogName.ShouldBe("test");
        status.LastEvent.ShouldBe((await EventsAsync())[^1].Position);
    }

    private Task<string> SnapshotAsync() => DescribeAsync(Grid, Deadline);

    /// <summary>All that a grid says, as one text.</summary>
    private static async Task<string> DescribeAsync(IProfileGrid grid, CancellationToken cancellation)
    {
        var text = new System.Text.StringBuilder();
        for (var index = 0; index < 20; index++)
        {
            var view = (await grid.ProfileAsync(Some.Profile($"visitor-{index}"), cancellation)).ShouldNotBeNull();
            text.AppendLine(Describe(view));
        }

        foreach (var segment in await grid.SegmentsAsync(cancellation))
        {
            text.AppendLine($"{segment.Id} {segment.Count} {segment.Entered} {segment.Exited} {segment.MeanScore:F6} {string.Join(' ', segment.Flow)}");
        }

        // Profiles are independent of each other: the order of their events among themselves is the engine's own.
        foreach (var one in (await grid.EventsAsync(0, 10_000, cancellation)).Events.OrderBy(one => one.Profile.Value, StringComparer.Ordinal))
        {
            text.AppendLine($"{one.Profile} {Tell(one)} {one.At}");
        }

        return text.ToString();
    }

    private static string Describe(ProfileView view) =>
        $"{view.Id} {view.AsOf} {view.Signals} {view.FirstSeen} {view.LastSeen} {view.NextFlip} {view.Segment} {view.Scores["interest"]:F9} "
        + $"{view.Traits["age"]} {string.Join(' ', view.Memberships)}";

    /// <summary>The same life as that of the test's own host, with a stop after each step.</summary>
    private sealed class Interrupted(THost host, bool crashed)
    {
        private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));

        internal async Task RunAsync()
        {
            await host.StartAsync(Some.Catalog(Segments, Triggers, Scores), null, _deadline.Token);
            var types = new[] { "product_viewed", "order_completed", "cart_added" };
            for (var call = 0; call < Calls; call++)
            {
                await host.Grid.ObserveAsync([.. Enumerable.Range(0, 20).Select(index => Some.Observation(
                    $"visitor-{index}", types[(call + index) % 3], host.Clock.Now, value: 5, traits: Some.Trait("age", call)))], _deadline.Token);
                if (call % 4 == 3)
                {
                    await StopAsync(7 * Hour);
                }
                else
                {
                    await host.AdvanceAsync(7 * Hour, _deadline.Token);
                }
            }

            await StopAsync(Day);
            await StopAsync(20 * Day);
        }

        internal Task<string> SnapshotAsync() => DescribeAsync(host.Grid, _deadline.Token);

        private Task StopAsync(TimeSpan downtime) =>
            crashed ? host.CrashAsync(downtime, _deadline.Token) : host.RestartAsync(downtime, _deadline.Token);
    }
}
