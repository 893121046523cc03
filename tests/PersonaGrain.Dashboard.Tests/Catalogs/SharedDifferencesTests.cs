using PersonaGrain.Dashboard.Catalogs;
using PersonaGrain.Gateway;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Reference;

namespace PersonaGrain.Dashboard.Tests.Catalogs;

/// <summary>Two catalogs are compared once for all pages, and not for ever.</summary>
public sealed class SharedDifferencesTests : IDisposable
{
    private const string OneView = """{ "signal": "product_viewed", "count": { "atLeast": 1 } }""";
    private const string TwoViews = """{ "signal": "product_viewed", "count": { "atLeast": 2 } }""";

    private readonly ReferenceGrid _grid = new(new ReferenceStore(), Some.CatalogWhere(OneView), new ManualTimeProvider(), 20_000);
    private readonly SharedDifferences _differences = new(new GatewayOptions());

    public void Dispose() => _differences.Dispose();

    [Fact]
    public async Task Difference_is_told_the_same_to_all_pages()
    {
        await _grid.ReplaceCatalogAsync(Some.CatalogWhere(TwoViews, version: 2), CancellationToken.None);

        var first = (await _differences.OfAsync(_grid, 1, 2)).ShouldNotBeNull();

        first.Differences.Told.ShouldHaveSingleItem().Details.ShouldHaveSingleItem().ShouldContain("count at least 2, was");
        (await _differences.OfAsync(_grid, 1, 2)).ShouldBeSameAs(first);
        (await _differences.OfAsync(_grid, 2, 1)).ShouldNotBeNull().Differences.Told.ShouldHaveSingleItem().Details.ShouldHaveSingleItem().ShouldContain("count at least 1, was");

        var other = new ReferenceGrid(new ReferenceStore(), Some.CatalogWhere(OneView), new ManualTimeProvider(), 20_000);
        (await _differences.OfAsync(other, 1, 2)).ShouldBeNull();
    }

    [Fact]
    public async Task Difference_that_could_not_be_told_is_looked_for_anew()
    {
        (await _differences.OfAsync(_grid, 1, 2)).ShouldBeNull();
        await _grid.ReplaceCatalogAsync(Some.CatalogWhere(TwoViews, version: 2), CancellationToken.None);

        (await _differences.OfAsync(_grid, 1, 2)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Differences_that_nobody_asked_for_of_late_are_given_up()
    {
        await _grid.ReplaceCatalogAsync(Some.CatalogWhere(TwoViews, version: 2), CancellationToken.None);
        var (kept, given) = (await _differences.OfAsync(_grid, 1, 2), await _differences.OfAsync(_grid, 2, 1));
        for (var version = 3; version < 3 + SharedDifferences.Most - 1; version++)
        {
            await _differences.OfAsync(_grid, 1, version);
            (await _differences.OfAsync(_grid, 1, 2)).ShouldBeSameAs(kept);
        }

        (await _differences.OfAsync(_grid, 2, 1)).ShouldNotBeSameAs(given);
    }
}
