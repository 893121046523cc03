using PersonaGrain.Catalogs;

namespace PersonaGrain.Grid;

/// <summary>What came of handing the grid a catalog.</summary>
public abstract record CatalogChange
{
    private CatalogChange()
    {
    }

    /// <summary>It is in force; profiles follow in the background.</summary>
    public sealed record Applied(Catalog Catalog) : CatalogChange;

    /// <summary>It is the one in force already; nothing changed.</summary>
    public sealed record Unchanged(Catalog Catalog) : CatalogChange;

    /// <summary>Its version does not come after the one in force.</summary>
    public sealed record Stale(int Current, int Offered) : CatalogChange;

    /// <summary>It can not be put in force now: the store can not take it, an import is under way, or the grid closes.</summary>
    public sealed record Unavailable(string Reason, TimeSpan RetryAfter) : CatalogChange;
}
