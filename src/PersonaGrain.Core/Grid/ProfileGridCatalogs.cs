using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;

namespace PersonaGrain.Grid;

/// <summary>Puts catalogs in force where nobody is named who does it.</summary>
public static class ProfileGridCatalogs
{
    /// <summary>As <see cref="IProfileGrid.ReplaceCatalogAsync"/>, by nobody who is known.</summary>
    public static ValueTask<CatalogChange> ReplaceCatalogAsync(this IProfileGrid grid, CatalogDocument document, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return grid.ReplaceCatalogAsync(document, CatalogOrigin.Unknown, cancellation);
    }
}
