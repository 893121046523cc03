using System.Diagnostics;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded;
using PersonaGrain.Grid;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>A grid on a new store, filled with profiles, and callers that send to it.</summary>
internal sealed class LoadGrid : IAsyncDisposable
{
    /// <summary>How many send at once.</summary>
    public const int Callers = 64;

    private readonly LoadFolder? _folder;

    private LoadGrid(LoadFolder? folder) => _folder = folder;

    public required EmbeddedGrid Grid { get; init; }

    /// <summary>Opens and lets every profile be seen once.</summary>
    public static Task<LoadGrid> OpenAsync(int profiles)
    {
        var folder = new LoadFolder();
        return OpenAsync(profiles, folder.Path, 4L << 30, folder);
    }

    /// <summary>As <see cref="OpenAsync(int)"/>, in a folder that stays.</summary>
    public static Task<LoadGrid> OpenAsync(int profiles, string folder, long memoryBudget) => OpenAsync(profiles, folder, memoryBudget, null);

    /// <summary>Opens a new store under another catalog, without anybody in it.</summary>
    public static Task<LoadGrid> OpenAsync(CatalogDocument catalog)
    {
        var folder = new LoadFolder();
        return OpenAsync(catalog, folder.Path, 4L << 30, folder);
    }

    private static async Task<LoadGrid> OpenAsync(int profiles, string path, long memoryBudget, LoadFolder? folder)
    {
        var load = await OpenAsync(LoadSignals.Catalog, path, memoryBudget, folder);
        await load.SendAsync(LoadSignals.Warmup(profiles));
        return load;
    }

    private static async Task<LoadGrid> OpenAsync(CatalogDocument catalog, string path, long memoryBudget, LoadFolder? folder)
    {
        var options = new EmbeddedGridOptions { DataDirectory = path, MemoryBudget = memoryBudget };
        return await EmbeddedGrid.OpenAsync(options, catalog, TimeProvider.System, null, default) is EmbeddedGridOpening.Opened opened
            ? new LoadGrid(folder) { Grid = opened.Grid }
            : throw new InvalidOperationException("the store could not be opened");
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
