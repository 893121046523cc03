using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Observing;

/// <summary>History in many calls: folded as it comes, evaluated once at the end.</summary>
public sealed class ImportSessionTests : OpenGrid
{
    private static readonly CatalogDocument Shop = Some.Catalog(
        segments: """
            {
              "recent": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "7d" } },
              "once":   { "when": { "signal": "product_viewed", "count": { "between": [1, 1] } } }
            }
            """,
        triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }""");

    private async Task TakeAsync(ImportSession import, params Observation[] observations) =>
        (await import.ObserveAsync(observations, Deadline)).ShouldBeOfType<ObserveResult.Observed>();

    private async Task ImportAsync(ImportSession import)
    {
        foreach (var day in Enumerable.Range(1, 20))
        {
            await TakeAsync(import, [.. Enumerable.Range(0, 50).Select(index => Some.Observation($"visitor-{index}", time: Some.Now - (day * Day)))]);
            await TakeAsync(import, [.. Enumerable.Range(0, 50).Select(index => Some.Observation($"visitor-{index}", "cart_added", Some.Now - (day * Day)))]);
            Clock.Advance(Hour);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_profile_is_evaluated_once_at_the_end_and_no_old_trigger_fires(bool forgetsIdle)
    {
        var grid = await OpenAsync(Shop, Options with { MemoryBudget = forgetsIdle ? 0 : Options.MemoryBudget });
        await using var import = grid.BeginImport();
        await ImportAsync(import);
        (await EventsAsync(grid)).ShouldBeEmpty("nothing is evaluated before the end");

        await import.CompleteAsync(Deadline);

        var events = await EventsAsync(grid);
        events.Select(each => (each.Kind, each.Subject, each.At, each.Cause)).Distinct()
            .ShouldBe([(GridEventKind.Entered, "recent", Clock.Now, Cause.Import)]);
        events.Count.ShouldBe(50);
        (await ProfileAsync(grid, "visitor-7")).Signals.ShouldBe(40);
        Clock.Advance(Day);
        await grid.SettleAsync(Deadline);
        (await EventsAsync(grid)).Count.ShouldBe(50);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(64)]
    public async Task Snapshots_from_the_middle_of_an_import_make_no_old_trigger_fire_later(int snapshotEvery)
    {
        var options = Options with { SnapshotEvery = snapshotEvery };
        var grid = await OpenAsync(Shop, options);
        await using (var import = grid.BeginImport())
        {
            await ImportAsync(import);
            await import.CompleteAsync(Deadline);
        }

        await grid.DisposeAsync();
        Clock.Advance(Day);
        var again = await OpenAsync(options: options);
        await ObserveAsync(again, [.. Enumerable.Range(0, 25).Select(index => Some.Observation($"visitor-{index}", "cart_added", Clock.Now))]);
        await again.DisposeAsync();
        Clock.Advance(Hour);
        var last = await OpenAsync(options: options);
        Clock.Advance(10 * Day);
        await last.SettleAsync(Deadline);

        var fired = (await EventsAsync(last)).Where(each => each.Kind == GridEventKind.Triggered).ToList();
        fired.Select(each => each.Profile.Value).ShouldBe(Enumerable.Range(0, 25).Select(index => $"visitor-{index}"), ignoreOrder: true);
        fired.ShouldAllBe(each => each.At > Some.Now + Day);
    }

    [Fact]
    public async Task Crash_in_between_loses_nothing_and_the_next_opening_evaluates_what_was_touched()
    {
        var grid = await OpenAsync(Shop);
        var import = grid.BeginImport();
        await ImportAsync(import);
        await grid.AbandonAsync();

        var again = await OpenAsync();

        var events = await EventsAsync(again);
        events.Select(each => (each.Kind, each.Subject)).Distinct().ShouldBe([(GridEventKind.Entered, "recent")]);
        events.Count.ShouldBe(50);
        (await ProfileAsync(again, "visitor-7")).Signals.ShouldBe(40);
    }

    [Fact]
    public async Task Flips_wait_for_the_end_of_the_import()
    {
        var grid = await OpenAsync(Shop);
        await ObserveAsync(grid, Views(1));
        await using var import = grid.BeginImport();
        await TakeAsync(import, Some.Observation("bob", time: Some.Now - Day));

        Clock.Advance(10 * Day);
        await grid.SettleAsync(Deadline);
        (await EventsAsync(grid)).Count.ShouldBe(2, "one view is one, and recent");
        await import.CompleteAsync(Deadline);

        (await EventsAsync(grid)).Where(each => each.Profile == Visitor(0)).Select(each => (each.Kind, each.At))
            .Last().ShouldBe((GridEventKind.Exited, Some.Now + (7 * Day)));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await import.ObserveAsync(Views(1), Deadline));
    }

    [Fact]
    public async Task Import_of_one_call_is_history_too()
    {
        var grid = await OpenAsync(Shop);

        (await grid.ImportAsync(
            [Some.Observation(type: "cart_added", time: Some.Now - Day), Some.Observation(time: Some.Now - Day)], Clock.Now, Deadline))
            .ShouldBeOfType<ObserveResult.Observed>();

        (await EventsAsync(grid)).Select(each => (each.Kind, each.Subject, each.Cause)).ShouldBe(
            [(GridEventKind.Entered, "once", Cause.Import), (GridEventKind.Entered, "recent", Cause.Import)]);
        (await grid.StatusAsync(Deadline)).MissedTriggers.ShouldBeEmpty("what an import brings is not missed");
    }

    [Fact]
    public async Task Trigger_whose_signal_came_too_late_is_counted()
    {
        var grid = await OpenAsync(Shop);

        await ObserveAsync(grid, Some.Observation(type: "cart_added", time: Some.Now - Day));

        (await grid.StatusAsync(Deadline)).MissedTriggers.ShouldBe(new Dictionary<string, long> { ["cart_abandoned"] = 1 });
    }
}
