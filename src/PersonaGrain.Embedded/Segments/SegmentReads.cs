using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Catalogs;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;

namespace PersonaGrain.Embedded.Segments;

/// <summary>Answers about the segments of the catalog in force, as of the newest commit.</summary>
internal sealed class SegmentReads(SegmentAggregates aggregates, InForce inForce, ReaderPool readers)
{
    /// <summary>The most members of a page.</summary>
    public const int LargestPage = 10_000;

    /// <summary>All segments, by priority then name.</summary>
    public IReadOnlyList<SegmentView> All() => [.. inForce.Current.Catalog.Segments.Select(Show)];

    /// <summary>One segment, or null where the catalog has none of that name.</summary>
    public SegmentView? Find(string segment) =>
        inForce.Current.Catalog.Segments.FirstOrDefault(definition => definition.Name == segment) is { } found ? Show(found) : null;

    /// <summary>A page of members; null where the catalog has no such segment.</summary>
    public async ValueTask<MemberPage?> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LargestPage);
        var after = MemberReader.ParseCursor(cursor);
        return inForce.Current.Catalog.HasSegment(segment)
            ? await Task.Run(() => readers.Read(connection => MemberReader.Read(connection, segment, after, limit)), cancellation)
            : null;
    }

    private SegmentView Show(SegmentDefinition segment) => aggregates[segment.Name].ToView(segment);
}
