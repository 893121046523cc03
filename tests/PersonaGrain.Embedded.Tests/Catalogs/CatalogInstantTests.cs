using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Catalogs;

/// <summary>What a catalog or a publication changes happens at the instant at which it came in force, whenever the profile is next looked at.</summary>
public sealed class CatalogInstantTests : OpenGrid
{
    private const string Weights = """{ "intent": { "outcome": "purchase", "weights": { "cart_added": 1 } } }""";

    private static readonly CatalogDocument Scored = Some.Catalog(
        scores: """{ "intent": { "outcome": "purchase", "relevance": { "correlation": 1, "frequency": 0, "recency": 0 }, "weights": { "cart_added": 1 } } }""",
        segments: """{ "chosen": { "when": { "score": "intent", "atLeast": 50 } } }""");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Profile_that_nobody_touches_flips_under_the_new_catalog_warm_or_not(bool forgotten)
    {
        var options = Options with { MemoryBudget = forgotten ? 0 : Options.MemoryBudget };
        var grid = await OpenAsync(Recent("7d"), options);
        await ObserveAsync(grid, Views(20));
        Clock.Advance(Day);

        (await grid.ReplaceCatalogAsync(Recent("3d", version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        Clock.Advance(10 * Day);
        await grid.SettleAsync(Deadline);

        var exits = (await EventsAsync(grid)).Where(each => each.Kind == GridEventKind.Exited).ToList();
        exits.Count.ShouldBe(20);
        exits.ShouldAllBe(each => each.At == Some.Now + (3 * Day));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Change_that_a_catalog_makes_has_its_instant_warm_or_not(bool forgotten)
    {
        var options = Options with { MemoryBudget = forgotten ? 0 : Options.MemoryBudget };
        var grid = await OpenAsync(Recent("7d"), options);
        await ObserveAsync(grid, Views(20));
        Clock.Advance(4 * Day);

        await grid.ReplaceCatalogAsync(Recent("3d", version: 2), Deadline);
        await grid.SettleAsync(Deadline);

        var exits = (await EventsAsync(grid)).Where(each => each.Kind == GridEventKind.Exited).ToList();
        exits.Count.ShouldBe(20);
        exits.ShouldAllBe(each => each.At == Some.Now + (4 * Day) && each.Cause == Cause.OfCatalog(2));
    }

    [Fact]
    public async Task Crash_before_profiles_follow_a_catalog_does_not_date_its_changes_anew()
    {
        var grid = await OpenAsync(Recent("7d"));
        await ObserveAsync(grid, Views(20));
        await grid.DisposeAsync();
        Clock.Advance(4 * Day);
        PutInForce(connection => CatalogTable.Write(connection, Recent("3d", version: 2), Clock.Now, CatalogOrigin.Unknown, Clock.Now));
        Clock.Advance(Day);

        var again = await OpenAsync();
        await again.SettleAsync(Deadline);

        var exits = (await EventsAsync(again)).Where(each => each.Kind == GridEventKind.Exited).ToList();
        exits.Count.ShouldBe(20);
        exits.ShouldAllBe(each => each.At == Some.Now + (4 * Day));
    }

    [Fact]
    public async Task Crash_before_profiles_follow_a_publication_does_not_date_its_changes_anew()
    {
        var never = Options with { PopulationInterval = TimeSpan.Zero };
        var grid = await OpenAsync(Scored, never);

        // An order a horizon after the first signal follows whatever instant in between is looked at.
        await ObserveAsync(grid, [.. Enumerable.Range(0, 200).Select(index => Some.Observation($"visitor-{index}", time: Some.Now - (20 * Day)))]);
        await ObserveAsync(grid, [.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{index}", "cart_added", Some.Now - (20 * Day)))]);
        await ObserveAsync(grid, [.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{index}", "order_completed", Some.Now - (13 * Day)))]);
        Clock.Advance(Day);
        var published = Clock.Now;
        await grid.Engine.Population.PublishAsync(Deadline);
        await grid.AbandonAsync();
        Number("SELECT decisive_at FROM publications").ShouldBe(published.Ticks);
        Clock.Advance(Day);

        var again = await OpenAsync(options: never);
        await again.SettleAsync(Deadline);

        var entries = (await EventsAsync(again)).Where(each => each.Kind == GridEventKind.Entered).ToList();
        entries.Count.ShouldBe(100);
        entries.ShouldAllBe(each => each.At == published);
    }

    [Fact]
    public async Task Profiles_that_are_made_while_a_catalog_comes_in_force_are_counted_once()
    {
        var grid = await OpenAsync(Some.Catalog(scores: Weights), Options with { PopulationInterval = TimeSpan.Zero });
        using var stop = new CancellationTokenSource();
        var made = 0;
        var making = Enumerable.Range(0, 4).Select(maker => Task.Run(async () =>
        {
            for (var index = 0; !stop.IsCancellationRequested; index++)
            {
                await ObserveAsync(grid, Some.Observation($"maker-{maker}-{index}", "cart_added"), Some.Observation($"other-{maker}-{index}"));
                Interlocked.Add(ref made, 2);
            }
        })).ToArray();
        for (var version = 2; version < 12; version++)
        {
            (await grid.ReplaceCatalogAsync(Some.Catalog(scores: Weights, version: version), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        }

        await stop.CancelAsync();
        await Task.WhenAll(making);
        await grid.AbandonAsync();
        var again = await OpenAsync();
        await again.SettleAsync(Deadline);

        var inForce = again.Engine.InForce.Current;
        (inForce.Version, inForce.Machine.Population.People).ShouldBe((11, made));
    }

    /// <summary>As a change of what is in force leaves the store when the process is killed right after its commit.</summary>
    private void PutInForce(Action<StoreConnection> change)
    {
        using var connection = StoreConnection.Open(Folder.File("grid.db"), StoreAccess.Write, TimeSpan.FromSeconds(30));
        change(connection);
        connection.Execute("UPDATE state SET reevaluated = 0, reevaluate_to = (SELECT max(key) FROM actors)");
    }
}
