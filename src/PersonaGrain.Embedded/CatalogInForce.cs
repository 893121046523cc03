using PersonaGrain.Catalogs;

namespace PersonaGrain.Embedded;

/// <summary>The catalog in force with its segments in the order they are listed in.</summary>
internal sealed class CatalogInForce
{
    public CatalogInForce(Catalog catalog)
    {
        Catalog = catalog;
        Segments = [.. catalog.Document.Segments
            .Select(entry => new SegmentInForce(entry.Key, entry.Value))
            .OrderByDescending(entry => entry.Document.Priority)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    public Catalog Catalog { get; }

    public SegmentInForce[] Segments { get; }

    public SegmentInForce? Find(string name) => Array.Find(Segments, entry => entry.Name == name);
}

/// <summary>A segment of the catalog in force.</summary>
internal sealed record SegmentInForce(string Name, SegmentDocument Document);
