using System.Runtime.CompilerServices;
using PersonaGrain.Gateway;
using PersonaGrain.Grid;

namespace PersonaGrain.Dashboard.Live;

/// <summary>Reads once for all open pages what they all show, so that a hundred pages ask the grid as often as one does.</summary>
internal sealed class SharedReads(TimeProvider time, GatewayOptions options)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly ConditionalWeakTable<IProfileGrid, Shared> _grids = [];

    /// <summary>The state of a grid and its segments. A read that failed is not kept.</summary>
    internal Task<GridOverview> OverviewAsync(IProfileGrid grid)
    {
        var shared = _grids.GetValue(grid, static _ => new Shared());
        lock (shared)
        {
            // One that goes on is waited for, however old it is: on a grid that does not answer they would pile up.
            if (shared.Read is { } read && (!read.IsCompleted || (read.IsCompletedSuccessfully && time.GetElapsedTime(shared.Began) < Fresh)))
            {
                return read;
            }

            (shared.Began, shared.Read) = (time.GetTimestamp(), ReadAsync(grid));
            return shared.Read;
        }
    }

    private async Task<GridOverview> ReadAsync(IProfileGrid grid)
    {
        using var ending = new CancellationTokenSource(options.GridTimeout, time);
        var read = Begin(grid, ending.Token);
        return await read.WaitAsync(options.GridTimeout, time);
    }

    private static async Task<GridOverview> Begin(IProfileGrid grid, CancellationToken ending)
    {
        var segments = await grid.SegmentsAsync(ending);
        return new GridOverview(segments, await grid.StatusAsync(ending));
    }

    private sealed class Shared
    {
        public long Began { get; set; }

        public Task<GridOverview>? Read { get; set; }
    }
}

/// <summary>The segments of a grid, and how it is.</summary>
internal sealed record GridOverview(IReadOnlyList<SegmentView> Segments, GridStatus Status);
