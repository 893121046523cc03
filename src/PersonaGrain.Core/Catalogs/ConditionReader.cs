using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs;

/// <summary>Reads conditions that stand outside a catalog, such as those of a request to decide.</summary>
public static class ConditionReader
{
    /// <summary>Reads a condition and checks its names against a catalog.</summary>
    /// <param name="condition">The condition, in the format of a catalog; takes every fault that is found.</param>
    /// <param name="catalog">The catalog whose names it may use.</param>
    /// <returns>The condition, or null where it has a fault.</returns>
    /// <remarks>Whether profiles tally what it asks for is not known here; that is checked where the condition is compiled.</remarks>
    public static ConditionDocument? Read(Node condition, CatalogDocument catalog)
    {
        var faults = condition.Faults.Count;
        var document = new ConditionParser(CatalogNames.Of(catalog)).Read(condition);
        return condition.Faults.Count == faults ? document : null;
    }
}
