namespace PersonaGrain.Catalogs;

/// <summary>One thing wrong with a catalog.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.segments.lapsed.when.all[0].count</c>.</param>
/// <param name="Value">What stands there, shortened, or null where something is missing.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record CatalogFault(string Path, string? Value, string Message);

/// <summary>What came of reading a catalog: the document, or every fault at once.</summary>
public abstract record CatalogReading
{
    private CatalogReading()
    {
    }

    /// <summary>The catalog is sound.</summary>
    public sealed record Sound(CatalogDocument Document) : CatalogReading;

    /// <summary>The catalog has faults and can not be applied.</summary>
    public sealed record Faulty(IReadOnlyList<CatalogFault> Faults) : CatalogReading;
}
