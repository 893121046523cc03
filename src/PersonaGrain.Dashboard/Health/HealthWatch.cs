using System.Runtime.CompilerServices;
using PersonaGrain.Gateway;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Dashboard.Health;

/// <summary>Looks at the grids whose health somebody reads: once for all open pages, every <see cref="Between"/>, and on for a while after the last one was closed.</summary>
/// <remarks>It keeps the newest <see cref="Most"/> looks of a grid, so that whoever opens the page anew sees the minutes before.</remarks>
internal sealed class HealthWatch(TimeProvider time, GatewayOptions options) : IDisposable
{
    /// <summary>The pause between two looks.</summary>
    internal static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    /// <summary>How many looks are kept: those of 15 minutes.</summary>
    internal const int Most = 180;

    private static readonly TimeSpan Unwatched = TimeSpan.FromMinutes(15);
    private readonly ConditionalWeakTable<IProfileGrid, Watched> _grids = [];
    private readonly CancellationTokenSource _ending = new();

    /// <summary>How a grid is; what went wrong at the newest look is thrown.</summary>
    internal Task<HealthReading> ReadAsync(IProfileGrid grid)
    {
        var watched = _grids.GetValue(grid, static _ => new Watched());
        lock (watched)
        {
            watched.AskedAt = time.GetTimestamp();
            if (watched.Newest is null)
            {
                watched.Newest = LookAsync(grid, watched);
                _ = RunAsync(grid, watched, _ending.Token);
            }

            return watched.Newest;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ending.Cancel();
        _ending.Dispose();
    }

    private async Task RunAsync(IProfileGrid grid, Watched watched, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(Between, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending))
            {
                // One that goes on is waited for, however long it takes.
                var look = LookAsync(grid, watched);
                await ((Task)look).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                lock (watched)
                {
                    watched.Newest = look;
                    if (time.GetElapsedTime(watched.AskedAt) > Unwatched)
                    {
                        watched.Newest = null;
                        watched.Samples.Clear();
                        return;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends.
        }
    }

    private async Task<HealthReading> LookAsync(IProfileGrid grid, Watched watched)
    {
        using var ending = new CancellationTokenSource(options.GridTimeout, time);
        var look = BeginAsync(grid, ending.Token);
        var (status, load, population) = await look.WaitAsync(options.GridTimeout, time);
        lock (watched)
        {
            var samples = watched.Samples;
            samples.Enqueue(HealthSample.Of(Instant.From(time.GetUtcNow()), status, load, samples.Count == 0 ? null : samples.Last()));
            if (samples.Count > Most)
            {
                samples.Dequeue();
            }

            return new HealthReading(status, load, population, [.. samples]);
        }
    }

    private static async Task<(GridStatus, GridLoad, Population.PopulationModel)> BeginAsync(IProfileGrid grid, CancellationToken ending)
    {
        var status = await grid.StatusAsync(ending);
        return (status, await grid.LoadAsync(ending), await grid.PopulationAsync(ending));
    }

    private sealed class Watched
    {
        public long AskedAt { get; set; }

        public Task<HealthReading>? Newest { get; set; }

        public Queue<HealthSample> Samples { get; } = new();
    }
}
