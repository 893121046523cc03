using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>Puts catalogs in force, whoever asks for it: the API, or a page of the dashboard.</summary>
internal sealed class CatalogReplacing(GridCalls grid)
{
    /// <summary>Puts a catalog in force, and tells the definitions that it reaches.</summary>
    /// <exception cref="TimeoutException">The grid did not answer in time; it may come in force yet.</exception>
    internal async ValueTask<(CatalogChange Change, IReadOnlyList<CatalogBreak> Breaks)> ReplaceAsync(CatalogDocument document, CancellationToken cancellation)
    {
        var breaks = CatalogComparison.Of(grid.Grid.Catalog.Document, document);
        return (await grid.Within(grid.Grid.ReplaceCatalogAsync(document, cancellation), cancellation), breaks);
    }
}
