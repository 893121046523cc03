using System.Diagnostics;
using PersonaGrain.Embedded;
using PersonaGrain.Grid;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>A grid on a new store, filled with profiles, and callers that send to it.</summary>
internal sealed class LoadGrid : IAsyncDisposable
{
    private const int Callers = 64;

    private readonly LoadFolder? _folder;

    private LoadGrid(LoadFolder? folder) => _folder = folder;

    public EmbeddedGrid Grid { get; private set; } = null!;

    /// <summary>Opens and lets every profile be seen once.</summary>
    public static Task<LoadGrid> OpenAsync(int profiles)
    {
        var folder = new LoadFolder();
        return OpenAsync(profiles, folder.Path, 4L << 30, folder);
    }

    /// <summary>As <see cref="OpenAsync(int)"/>, in a folder that stays.</summary>
    public static Task<LoadGrid> OpenAsync(int profiles, string folder, long memoryBudget) => OpenAsync(profiles, folder, memoryBudget, null);

    private static async Task<LoadGrid> OpenAsync(int profiles, string path, long memoryBudget, LoadFolder? folder)
    {
        var load = new LoadGrid(folder);
        var options = new EmbeddedGridOptions { DataDirectory = path, MemoryBudget = memoryBudget };
        load.Grid = await EmbeddedGrid.OpenAsync(options, LoadSignals.Catalog, TimeProvider.System, null, default) is EmbeddedGridOpening.Opened opened
            ? opened.Grid
            : throw new InvalidOperationException("the store could not be opened");
        await load.SendAsync(LoadSignals.Warmup(profiles));
        return load;
    }

    /// <summary>Sends every batch once, many callers at a time; each waits for its acknowledgement.</summary>
    public async Task<TimeSpan> SendAsync(IEnumerable<Observation[]> batches)
    {
        using var source = batches.GetEnumerator();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync)));
        return watch.Elapsed;

        async Task CallAsync()
        {
            while (true)
            {
                Observation[] batch;
                lock (source)
                {
                    if (!source.MoveNext())
                    {
                        return;
                    }

                    batch = source.Current;
                }

                while (await Grid.ObserveAsync(batch, default) is var result and not ObserveResult.Observed)
                {
                    await Task.Delay(((ObserveResult.Busy)result).RetryAfter);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Grid.DisposeAsync();
        _folder?.Dispose();
    }
}
