using PersonaGrain.Catalogs;

namespace PersonaGrain.Dashboard.Segments;

/// <summary>The score that a segment's members are shown with.</summary>
internal static class SegmentScore
{
    /// <summary>The one that it reports, else the first of the catalog; null where there is none.</summary>
    internal static string? Of(Catalog catalog, string segment) =>
        catalog.Segments.Any(one => one.Name == segment && one.IsOfAccounts) ? null
            : catalog.Document.Segments.TryGetValue(segment, out var document) && document.Score is { } score ? score
            : catalog.Scores.Count > 0 ? catalog.Scores[0]
            : null;
}
