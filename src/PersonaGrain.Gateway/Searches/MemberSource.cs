using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Searches;

/// <summary>Pages of the members of a segment, in no order that means anything.</summary>
internal sealed class MemberSource(GridCalls grid, RowShape shape) : IRowSource
{
    private static readonly Problem InvalidCursor = new("invalid_cursor", "the cursor is not one that was given out", "cursor");

    /// <inheritdoc />
    public RowShape Shape => shape;

    /// <inheritdoc />
    public int MaximumPage => 10_000;

    /// <inheritdoc />
    public async ValueTask<FoundPage> PageAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        try
        {
            var segment = shape.Segment!;
            return await grid.Within(grid.Grid.MembersAsync(segment, cursor, limit, cancellation), cancellation) is { } page
                ? new FoundPage([.. page.Members.Select(member => ListedProfile.Of(segment, member))], page.Next)
                : FoundPage.Refused(UnknownSegment);
        }
        catch (FormatException)
        {
            return FoundPage.Refused(InvalidCursor);
        }
    }

    internal static Problem UnknownSegment { get; } = new("unknown_segment", "the catalog has no such segment", "id");
}
