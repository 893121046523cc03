using System.Text.Json;
using PersonaGrain.Catalogs.Reading;

namespace PersonaGrain.Catalogs;

/// <summary>Reads conditions that stand outside a catalog, such as those of a request to decide.</summary>
public static class ConditionReader
{
    /// <summary>Reads a condition and checks its names against a catalog.</summary>
    /// <param name="condition">The condition, in the format of a catalog.</param>
    /// <param name="path">Its JSON path, with which the paths of its faults begin.</param>
    /// <param name="catalog">The catalog whose names it may use.</param>
    /// <param name="faults">Takes every fault that is found.</param>
    /// <returns>The condition, or null where it has a fault.</returns>
    /// <remarks>Whether profiles tally what it asks for is not known here; that is checked where the condition is compiled.</remarks>
    public static ConditionDocument? Read(JsonElement condition, string path, CatalogDocument catalog, IList<CatalogFault> faults)
    {
        var found = new FaultList(faults);
        var document = new ConditionParser(CatalogNames.Of(catalog)).Read(new Node(condition, path, found));
        return found.Count == 0 ? document : null;
    }
}
