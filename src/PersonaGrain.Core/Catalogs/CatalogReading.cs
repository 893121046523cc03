using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs;

/// <summary>What came of reading a catalog: the document, or every fault at once.</summary>
public abstract record CatalogReading
{
    private CatalogReading()
    {
    }

    /// <summary>The catalog is sound.</summary>
    public sealed record Sound(CatalogDocument Document) : CatalogReading;

    /// <summary>The catalog has faults and can not be applied.</summary>
    public sealed record Faulty(IReadOnlyList<DocumentFault> Faults) : CatalogReading;
}
