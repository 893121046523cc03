namespace PersonaGrain.Catalogs;

/// <summary>A compiled catalog: immutable, shared by all profiles of a grid.</summary>
public sealed partial class Catalog
{
    private Catalog(CatalogDocument document) => Document = document;

    /// <summary>What it was compiled from.</summary>
    public CatalogDocument Document { get; }

    /// <summary>The catalog's name.</summary>
    public string Name => Document.Name;

    /// <summary>The catalog's version.</summary>
    public int Version => Document.Version;

    /// <summary>Compiles a sound document.</summary>
    public static Catalog Compile(CatalogDocument document) => new(document);
}
