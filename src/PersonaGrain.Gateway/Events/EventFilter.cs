using Microsoft.AspNetCore.Http;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Events;

/// <summary>Which events a stream carries and how they are written.</summary>
/// <param name="Segments">Only entered and exited events of these segments; null for every event.</param>
/// <param name="Profiles">Only events of these profiles: the one that a token opens, and the one that its person is kept under; null for those of all.</param>
/// <param name="AsAudience">As the track calls that destinations of the Segment spec understand.</param>
internal sealed record EventFilter(IReadOnlySet<string>? Segments, IReadOnlyList<ProfileId>? Profiles, bool AsAudience)
{
    /// <summary>Reads <c>?segment=</c> (may be repeated) and <c>?format=</c>; false with the problem to answer with.</summary>
    internal static bool TryRead(HttpRequest request, IReadOnlyList<ProfileId>? opened, Catalog catalog, out EventFilter filter, out Problem? problem)
    {
        filter = new EventFilter(null, null, AsAudience: false);
        problem = null;
        string? format = request.Query["format"];
        if (format is not (null or "native" or "audience"))
        {
            problem = new Problem("invalid_parameter", "format is native or audience", "format");
            return false;
        }

        var segments = new HashSet<string>(StringComparer.Ordinal);
        foreach (var segment in request.Query["segment"])
        {
            if (segment is null || !catalog.HasSegment(segment))
            {
                problem = new Problem("unknown_segment", "the catalog has no such segment", "segment");
                return false;
            }

            segments.Add(segment);
        }

        filter = new EventFilter(segments.Count == 0 ? null : segments, opened, format == "audience");
        return true;
    }

    /// <summary>Whether an event passes.</summary>
    internal bool Takes(GridEvent gridEvent) =>
        (Profiles is null || Profiles.Contains(gridEvent.Profile)) &&
        (Segments is null || (IsOfSegment(gridEvent) && Segments.Contains(gridEvent.Subject))) &&
        !(AsAudience && gridEvent.Kind is GridEventKind.Retracted or GridEventKind.Restated);

    private static bool IsOfSegment(GridEvent gridEvent) => gridEvent.Kind is GridEventKind.Entered or GridEventKind.Exited or GridEventKind.Restated;
}
