using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Segments;

namespace PersonaGrain.Embedded.Times;

/// <summary>Shows aggregates that were folded for one question.</summary>
internal static class Aggregates
{
    /// <summary>The segments of a catalog with these aggregates, by priority then name.</summary>
    public static IReadOnlyList<SegmentView> Show(Catalog catalog, Dictionary<string, SegmentAggregate> aggregates) =>
        [.. catalog.Segments.Select(segment => (aggregates.GetValueOrDefault(segment.Name) ?? new SegmentAggregate()).ToView(segment))];
}
