using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Segments;

/// <summary>Pages of those who will be members of a segment at an instant to come if nothing arrives: first those who stay, then those who may change. A list that comes whole is told from one look at who may.</summary>
internal sealed class FutureMemberSource(GridCalls grid, string segment, Instant at) : IRowSource
{
    private SegmentFuture? _future;

    /// <inheritdoc />
    public RowShape Shape { get; } = new(segment, []);

    /// <inheritdoc />
    public Instant? AsOf => at;

    /// <inheritdoc />
    public int MaximumPage => 10_000;

    /// <inheritdoc />
    public async ValueTask<FoundPage> PageAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        try
        {
            var page = await grid.Within(
                async ending => await (_future ??= await SegmentFuture.ReadAsync(grid.Grid, at, segment, ending)).MembersAsync(segment, cursor, limit, ending), cancellation);
            return new FoundPage([.. page.Members.Select(member => ListedProfile.Of(segment, member))], page.Next);
        }
        catch (FormatException)
        {
            return FoundPage.Refused(new Problem("invalid_cursor", "the cursor is not one that was given out", "cursor"));
        }
    }
}
