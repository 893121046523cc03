using PersonaGrain.Catalogs.History;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Catalogs;

public sealed class ReevaluationTests : OpenGrid
{
    private static PersonaGrain.Catalogs.CatalogDocument Often(int version) =>
        Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 2 }, "within": "20d" }""", version);

    [Fact]
    public async Task Interrupted_reevaluation_goes_on_after_a_crash()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(3_000, each: 2));
        await grid.DisposeAsync();

        grid = await OpenAsync();
        (await grid.ReplaceCatalogAsync(Often(2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await grid.AbandonAsync();
        var again = await OpenAsync();
        await again.SettleAsync(Deadline);

        (await again.StatusAsync(Deadline)).Reevaluation.ShouldBeNull();
        Clock.Advance(20 * Day);
        await again.SettleAsync(Deadline);
        (await again.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Exited.ShouldBe(3_000);
        (await EventsAsync(again)).Where(each => each.Kind == GridEventKind.Exited).ShouldAllBe(each => each.At == Some.Now + (20 * Day));
    }

    [Fact]
    public async Task Crash_before_the_reevaluation_makes_no_difference_to_profiles_without_a_snapshot()
    {
        const string Trigger = """{ "after": "product_viewed", "within": "30m" }""";
        var later = Some.Catalog(
            version: 2,
            segments: """{ "chosen": { "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } } }""",
            triggers: $$"""{ "left": {{Trigger}} }""");
        var grid = await OpenAsync(Some.Catalog());
        await ObserveAsync(grid, Views(10));
        await grid.SettleAsync(Deadline);
        await grid.AbandonAsync();
        Clock.Advance(Day);
        using (var connection = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30)))
        {
            // As the change of a catalog leaves the store when the process is killed right after its commit.
            CatalogTable.Write(connection, later, Clock.Now, CatalogOrigin.Unknown, Clock.Now);
            connection.Execute("UPDATE state SET reevaluated = 0, reevaluate_to = (SELECT max(key) FROM actors)");
        }

        var again = await OpenAsync();
        await again.SettleAsync(Deadline);

        var events = await EventsAsync(again);
        events.ShouldAllBe(each => each.Kind == GridEventKind.Entered && each.At == Some.Now + Day, "what was long past when the catalog came does not happen");
        events.Count.ShouldBe(10);
        await ObserveAsync(again, Views(1, time: Some.Now + Day));
        Clock.Advance(Hour);
        await again.SettleAsync(Deadline);
        (await EventsAsync(again)).Count(each => each.Kind == GridEventKind.Triggered).ShouldBe(1);
    }

    [Fact]
    public async Task Catalog_given_at_the_opening_is_applied_where_it_is_newer()
    {
        await (await OpenAsync(Recent())).DisposeAsync();

        var newer = (await TryOpenAsync(Often(2))).ShouldBeOfType<EmbeddedGridOpening.Opened>();
        newer.Catalog.ShouldBeOfType<CatalogChange.Applied>();
        await newer.Grid.DisposeAsync();

        var same = (await TryOpenAsync(Often(2))).ShouldBeOfType<EmbeddedGridOpening.Opened>();
        same.Catalog.ShouldBeOfType<CatalogChange.Unchanged>();
        await same.Grid.DisposeAsync();

        var older = (await TryOpenAsync(Recent())).ShouldBeOfType<EmbeddedGridOpening.Opened>();
        older.Catalog.ShouldBe(new CatalogChange.Stale(2, 1));
        older.Grid.Catalog.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Aggregate_of_a_removed_segment_is_dropped_when_all_have_left()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(40));

        await grid.ReplaceCatalogAsync(Some.Catalog(version: 2), Deadline);
        await grid.SettleAsync(Deadline);
        await grid.ReplaceCatalogAsync(Recent(version: 3), Deadline);
        await grid.SettleAsync(Deadline);

        var segment = (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull();
        (segment.Count, segment.Entered, segment.Exited).ShouldBe((40, 40, 0));
    }

    [Fact]
    public async Task Publication_that_waits_for_a_run_which_the_next_catalog_stops_holds_up_neither()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(20));
        await grid.SettleAsync(Deadline);
        var engine = grid.Engine;
        (await engine.Context.Writer.RunAsync((_, state) => (state.Reevaluated, state.ReevaluateTo) = (0, engine.Context.Keys.Last))).ShouldBeNull();

        // The run is stopped in the middle: while it waits for its commit, the publication and then the catalog wait for it.
        using var goOn = new ManualResetEventSlim();
        var committing = engine.Context.Writer.RunAsync((_, _) => goOn.Wait(Deadline));
        engine.Reevaluation.Start(0);
        var published = engine.Population.PublishAsync(Deadline);
        var replaced = grid.ReplaceCatalogAsync(Recent("3d", version: 2), Deadline).AsTask();
        published.IsCompleted.ShouldBeFalse();
        goOn.Set();

        (await replaced.WaitAsync(TimeSpan.FromSeconds(30), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await published.WaitAsync(Deadline);
        (await committing).ShouldBeNull();
        await grid.SettleAsync(Deadline);
        engine.InForce.Current.Machine.Population.People.ShouldBe(20);
    }

    [Fact]
    public async Task Run_with_nobody_to_go_over_that_was_stopped_is_resumed_to_its_end()
    {
        var grid = await OpenAsync(Recent(), Options with { FaultRetry = TimeSpan.FromSeconds(1) });
        var reevaluation = grid.Engine.Reevaluation;

        // It can not say that it is done while nothing can be written.
        (await grid.Engine.Context.Writer.RunAsync((_, _) => throw new InvalidOperationException("told to fail"))).ShouldNotBeNull();
        reevaluation.Start(0);
        await reevaluation.StopAsync();
        reevaluation.Resume();

        await reevaluation.Done.WaitAsync(TimeSpan.FromSeconds(30), Deadline);
        reevaluation.Progress.ShouldBeNull();
    }
}
