using PersonaGrain.Catalogs;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Catalogs;

/// <summary>The catalog that came in force last, as storage has it: what a process of a cluster takes for the one in force may be a few seconds old.</summary>
internal static class NewestCatalog
{
    /// <summary>Reads it.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <returns>Its version, and what this version of the program makes of the document.</returns>
    internal static async ValueTask<(int Version, CatalogReading Reading)> ReadAsync(IProfileGrid grid, CancellationToken cancellation)
    {
        var newest = await grid.CatalogHistory.PageAsync(null, 1, cancellation);
        var known = grid.Catalog.Document;
        if (newest.Entries is not [var entry] || entry.Version <= known.Version || await grid.CatalogHistory.FindAsync(entry.Version, cancellation) is not { } found)
        {
            return (known.Version, new CatalogReading.Sound(known));
        }

        return (entry.Version, CatalogReader.Read(found.Json));
    }
}
