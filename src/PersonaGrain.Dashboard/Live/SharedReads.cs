using System.Runtime.CompilerServices;
using PersonaGrain.Grid;

namespace PersonaGrain.Dashboard.Live;

/// <summary>Reads once for all open pages what they all show, so that a hundred pages ask the grid as often as one does.</summary>
internal sealed class SharedReads(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly ConditionalWeakTable<IProfileGrid, Shared> _grids = [];

    /// <summary>The state of a grid and its segments. A read that failed is not kept.</summary>
    internal Task<GridOverview> OverviewAsync(IProfileGrid grid)
    {
        var shared = _grids.GetValue(grid, static _ => new Shared());
        lock (shared)
        {
            if (shared.Read is { IsFaulted: false, IsCanceled: false } read && time.GetElapsedTime(shared.Began) < Fresh)
            {
                return read;
            }

            (shared.Began, shared.Read) = (time.GetTimestamp(), ReadAsync(grid));
            return shared.Read;
        }
    }

    private static async Task<GridOverview> ReadAsync(IProfileGrid grid)
    {
        var segments = await grid.SegmentsAsync(CancellationToken.None);
        return new GridOverview(segments, await grid.StatusAsync(CancellationToken.None));
    }

    private sealed class Shared
    {
        public long Began { get; set; }

        public Task<GridOverview>? Read { get; set; }
    }
}

/// <summary>The segments of a grid, and how it is.</summary>
internal sealed record GridOverview(IReadOnlyList<SegmentView> Segments, GridStatus Status);
