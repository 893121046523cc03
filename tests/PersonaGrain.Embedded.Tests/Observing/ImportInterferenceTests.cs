using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Observing;

/// <summary>What goes on beside an import that is open: nothing is evaluated that it touches before its end.</summary>
public sealed class ImportInterferenceTests : OpenGrid
{
    private static readonly CatalogDocument Scored = Shop(1);

    private static CatalogDocument Shop(int version) => Some.Catalog(
        version: version,
        scores: """{ "intent": { "outcome": "purchase", "horizon": "1h", "relevance": { "correlation": 1, "frequency": 0, "recency": 0 }, "weights": { "cart_added": 1 } } }""",
        segments: """
            {
              "likely": { "when": { "score": "intent", "atLeast": 50 } },
              "once":   { "when": { "signal": "product_viewed", "count": { "between": [1, 1] } } }
            }
            """);

    private EmbeddedGridOptions Never => Options with { PopulationInterval = TimeSpan.Zero };

    private async Task TakeAsync(ImportSession import, params Observation[] observations) =>
        (await import.ObserveAsync(observations, Deadline)).ShouldBeOfType<ObserveResult.Observed>();

    private async Task FillAsync(ImportSession import)
    {
        await TakeAsync(import, Views(200, time: Some.Now - Day));
        await TakeAsync(import, [.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{index}", "cart_added", Some.Now - Day))]);
        await TakeAsync(import, [.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{index}", "order_completed", Some.Now - Day + TimeSpan.FromMinutes(1)))]);
    }

    [Fact]
    public async Task Publication_waits_for_the_end()
    {
        var grid = await OpenAsync(Scored, Never);
        await using var import = grid.BeginImport();
        await FillAsync(import);

        await grid.Engine.Population.PublishAsync(Deadline);
        await grid.Engine.Reevaluation.Done.WaitAsync(Deadline);
        (await EventsAsync(grid)).ShouldBeEmpty("more of the history is to come");
        await TakeAsync(import, Views(200, time: Some.Now - Hour));
        await import.CompleteAsync(Deadline);
        (await EventsAsync(grid)).ShouldBeEmpty("two views are not once, and nothing is published yet");

        await grid.Engine.Population.PublishAsync(Deadline);
        await grid.SettleAsync(Deadline);
        (await EventsAsync(grid)).Select(each => (each.Kind, each.Subject)).Distinct().ShouldBe([(GridEventKind.Entered, "likely")]);
    }

    [Fact]
    public async Task Catalog_waits_for_the_end_and_its_sender_is_told()
    {
        var grid = await OpenAsync(Scored, Never);
        await ObserveAsync(grid, Some.Observation("ann"));
        await using var import = grid.BeginImport();
        await FillAsync(import);

        (await grid.ReplaceCatalogAsync(Shop(2), Deadline)).ShouldBeOfType<CatalogChange.Unavailable>().Reason.ShouldContain("import");
        await TakeAsync(import, Views(200, time: Some.Now - Hour));
        await import.CompleteAsync(Deadline);

        (await EventsAsync(grid)).Count.ShouldBe(1, "what was there before the import");
        (await grid.ReplaceCatalogAsync(Shop(2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
    }

    [Fact]
    public async Task Reevaluation_that_an_earlier_process_left_waits_for_the_end()
    {
        var grid = await OpenAsync(Scored, Never);
        await ObserveAsync(grid, Views(2_000, each: 2));
        await grid.DisposeAsync();
        using (var connection = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30)))
        {
            CatalogTable.Write(connection, Shop(2), Clock.Now, CatalogOrigin.Unknown, Clock.Now);
            connection.Execute("UPDATE state SET reevaluated = 0, reevaluate_to = (SELECT max(key) FROM actors)");
        }

        grid = await OpenAsync(options: Never);
        await using var import = grid.BeginImport();
        await TakeAsync(import, [.. Enumerable.Range(0, 200).Select(index => Some.Observation($"new-{index}", time: Some.Now - Day))]);
        await TakeAsync(import, [.. Enumerable.Range(0, 200).Select(index => Some.Observation($"new-{index}", time: Some.Now - Hour))]);
        await import.CompleteAsync(Deadline);

        (await grid.StatusAsync(Deadline)).Reevaluation.ShouldBeNull();
        (await EventsAsync(grid)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deadline_that_comes_while_it_goes_on_is_decided_at_its_end()
    {
        var grid = await OpenAsync(Some.Catalog(triggers: """{ "cart_abandoned": { "after": "cart_added", "unless": "order_completed", "within": "30m" } }"""));
        await using var import = grid.BeginImport();
        await TakeAsync(import, Some.Observation("ann", "cart_added", Some.Now), Some.Observation("bob", "cart_added", Some.Now));
        Clock.Advance(2 * Hour);
        await TakeAsync(import, Some.Observation("ann", time: Some.Now), Some.Observation("bob", time: Some.Now));
        await TakeAsync(import, Some.Observation("ann", "order_completed", Some.Now + TimeSpan.FromMinutes(5)));

        await import.CompleteAsync(Deadline);

        (await EventsAsync(grid)).Select(each => (each.Kind, each.Profile.Value, each.At))
            .ShouldBe([(GridEventKind.Triggered, "bob", Some.Now + TimeSpan.FromMinutes(30))]);
        (await grid.StatusAsync(Deadline)).MissedTriggers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_whose_end_is_given_up_holds_nothing_any_more()
    {
        var grid = await OpenAsync(Recent());
        await ObserveAsync(grid, Views(1));
        var import = grid.BeginImport();
        await Should.ThrowAsync<OperationCanceledException>(() => import.CompleteAsync(new CancellationToken(canceled: true)));

        Clock.Advance(8 * Day);
        await grid.SettleAsync(Deadline);

        (await EventsAsync(grid))[^1].Kind.ShouldBe(GridEventKind.Exited);
    }

    [Fact]
    public async Task Publication_does_not_come_before_what_an_earlier_process_left_is_counted()
    {
        var grid = await OpenAsync(Scored, Never);
        await ObserveAsync(grid, Views(2_000));
        await ObserveAsync(grid, [.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{index}", "cart_added"))]);
        await ObserveAsync(grid, [.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{index}", "order_completed"))]);
        await grid.DisposeAsync();
        using (var connection = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30)))
        {
            CatalogTable.Write(connection, Recent(version: 2), Clock.Now, CatalogOrigin.Unknown, Clock.Now);
            connection.Execute("UPDATE state SET reevaluated = 0, reevaluate_to = (SELECT max(key) FROM actors); INSERT OR REPLACE INTO wakes SELECT 0, key FROM actors");
        }

        var again = await OpenAsync(progress: progress =>
        {
            if (progress.Step == OpeningStep.CatchingUp)
            {
                Clock.Advance(Options.PopulationInterval);
            }
        });
        await again.SettleAsync(Deadline);

        again.Engine.InForce.Current.Machine.Population.People.ShouldBe(2_000, "the census waits until everybody has come to the catalog");
        (await again.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(2_000);
    }
}
