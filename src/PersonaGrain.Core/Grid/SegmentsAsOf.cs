using PersonaGrain.Profiles.Times;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>The counts of segments as of any instant: as they were recorded where it is past (<see cref="SegmentPast"/>), as they will be where it is to come (<see cref="SegmentFuture"/>).</summary>
public static class SegmentsAsOf
{
    /// <summary>Whether an instant is still to come.</summary>
    public static async ValueTask<bool> IsAheadAsync(IProfileGrid grid, Instant at, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return at > (await grid.StatusAsync(cancellation)).Now;
    }

    /// <summary>Segments of the catalog in force.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="at">The instant.</param>
    /// <param name="segment">The only one that is wanted; null for all.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">It can not be told; see the two of them.</exception>
    public static async ValueTask<IReadOnlyList<SegmentView>> ViewsAsync(IProfileGrid grid, Instant at, string? segment, CancellationToken cancellation)
    {
        if (await IsAheadAsync(grid, at, cancellation))
        {
            return await (await SegmentFuture.ReadAsync(grid, at, segment, cancellation)).ViewsAsync(segment, cancellation);
        }

        var past = await SegmentPast.ReadAsync(grid, at, null, cancellation);
        return [.. grid.Catalog.Segments.Where(one => segment is null || one.Name == segment).Select(past.View)];
    }
}
