using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Population;

public sealed class PopulationTests : OpenGrid
{
    private const string Weights = """{ "intent": { "outcome": "purchase", "horizon": "1h", "weights": { "cart_added": 1 } } }""";

    private EmbeddedGridOptions Never => Options with { PopulationInterval = TimeSpan.Zero };

    private static CatalogDocument Catalog(int version = 1, string signals = Some.Signals) =>
        Some.Catalog(scores: Weights, version: version, signals: signals);

    /// <summary>Of 200 visitors a hundred put something into the cart, and these are the ones who then buy.</summary>
    private async Task FillAsync(EmbeddedGrid grid)
    {
        await ObserveAsync(grid, Views(300, time: Some.Now - Hour));
        await ObserveAsync(grid, [.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{index}", "cart_added", Some.Now - Hour))]);
        await ObserveAsync(grid, [.. Enumerable.Range(0, 100).Select(index => Some.Observation($"visitor-{index}", "order_completed"))]);
    }

    private async Task<double> CorrelationAsync(EmbeddedGrid grid)
    {
        var scores = (await grid.ExplainAsync(Visitor(3), Deadline)).ShouldNotBeNull();
        return scores.Single().Terms.Single(term => term.Measure == "cart_added").Correlation;
    }

    [Fact]
    public async Task Correlation_is_learned_when_it_is_published()
    {
        var grid = await OpenAsync(Catalog(), Never);
        await FillAsync(grid);
        (await CorrelationAsync(grid)).ShouldBe(0);

        await grid.Engine.Population.PublishAsync(Deadline);

        (await CorrelationAsync(grid)).ShouldBeGreaterThan(0.9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task People_are_counted_when_the_grid_opens(bool crashed)
    {
        var grid = await OpenAsync(Catalog(), Never);
        await FillAsync(grid);
        await (crashed ? grid.AbandonAsync() : grid.DisposeAsync().AsTask());

        var reopened = await OpenAsync(options: Never);
        await reopened.SettleAsync(Deadline);

        (await CorrelationAsync(reopened)).ShouldBeGreaterThan(0.9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task New_catalog_counts_every_profile_once(bool notInMemory)
    {
        var grid = await OpenAsync(Catalog(), Never);
        await FillAsync(grid);
        if (notInMemory)
        {
            await grid.DisposeAsync();
            grid = await OpenAsync(options: Never);
        }

        (await grid.ReplaceCatalogAsync(Catalog(version: 2), Deadline)).ShouldBeOfType<CatalogChange.Applied>();
        await grid.SettleAsync(Deadline);
        await ObserveAsync(grid, [.. Enumerable.Range(100, 50).Select(index => Some.Observation($"visitor-{index}", "cart_added", Some.Now - Hour))]);
        await grid.Engine.Population.PublishAsync(Deadline);

        (await CorrelationAsync(grid)).ShouldBe(new TimedAssociation(100, 50, 0, 150).Phi, 0.2);
    }
}
