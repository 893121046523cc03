using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Segments;

/// <summary>Pages of those who will be members of a segment at an instant to come if nothing arrives. A list goes on in the same order where the instant comes meanwhile: then it tells what was recorded.</summary>
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
                async ending =>
                {
                    // What was recorded stays; whether the instant has come is asked with each page until it has.
                    _future = _future is { HasCome: true } ? _future : await SegmentFuture.ReadAsync(grid.Grid, at, segment, ending, isFurther: cursor is not null);
                    return await _future.MembersAsync(segment, cursor, limit, ending);
                },
                cancellation);
            return new FoundPage([.. page.Members.Select(member => ListedProfile.Of(segment, member))], page.Next);
        }
        catch (FormatException) when (cursor is not null)
        {
            return FoundPage.Refused(new Problem("invalid_cursor", "the cursor is not one that was given out", "cursor"));
        }
    }
}
