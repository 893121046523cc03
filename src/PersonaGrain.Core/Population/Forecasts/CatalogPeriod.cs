using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Forecasts;

/// <summary>The catalog in force, and since when it is.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Since">When it was put in force; null where that is not known, since it was long ago.</param>
public readonly record struct CatalogPeriod(int Version, Instant? Since)
{
    /// <summary>That of a grid, from its history of catalogs.</summary>
    public static async ValueTask<CatalogPeriod> ReadAsync(IProfileGrid grid, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var page = await grid.CatalogHistory.PageAsync(below: null, limit: 1, cancellation);
        return page.Entries is [var newest, ..] ? new CatalogPeriod(newest.Version, newest.At) : new CatalogPeriod(grid.Catalog.Version, null);
    }
}
