using System.Diagnostics;
using System.Globalization;
using PersonaGrain.Embedded;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>What two hundred workspaces cost beside one with as many profiles: threads, memory, rate of signals, time to open; each in a process of its own.</summary>
internal static class WorkspaceLoad
{
    /// <summary>The argument that makes this program run with so many workspaces.</summary>
    public const string Among = "among";

    private const int Profiles = 200_000;
    private const int Signals = 600_000;
    private const int Callers = 64;

    public static async Task RunAsync()
    {
        foreach (var workspaces in new[] { 1, 200 })
        {
            using var measured = Process.Start(new ProcessStartInfo(
                Environment.ProcessPath!,
                [typeof(WorkspaceLoad).Assembly.Location, "embedded", Among, workspaces.ToString(CultureInfo.InvariantCulture)])
            {
                UseShellExecute = false,
            })!;
            await measured.WaitForExitAsync();
        }
    }

    /// <summary>Spreads the profiles and signals over so many workspaces, and tells what that takes.</summary>
    public static async Task MeasureAsync(int workspaces)
    {
        using var folder = new LoadFolder();
        var options = new EmbeddedGridOptions { DataDirectory = folder.Path };
        await FillAsync(options, workspaces);
        await OpenAgainAsync(options);
    }

    private static async Task FillAsync(EmbeddedGridOptions options, int workspaces)
    {
        await using var directory = await OpenAsync(options);
        for (var number = 1; number < workspaces; number++)
        {
            var added = await directory.AddAsync(new Workspace(WorkspaceName.Parse($"w{number}"), default), LoadSignals.Catalog, default);
            _ = added as WorkspaceChange.Done ?? throw new InvalidOperationException(added.ToString());
        }

        await TellAsync($"{workspaces} workspaces, new");
        IProfileGrid[] grids = [.. directory.Workspaces.Select(workspace => directory.Find(workspace.Name)!)];
        var own = Profiles / workspaces;
        await SendAsync(grids, LoadSignals.Warmup(own).SelectMany(batch => Enumerable.Repeat(batch, workspaces)));
        await TellAsync($"  {own:N0} profiles each, warm");
        var watch = Stopwatch.StartNew();
        await SendAsync(grids, LoadSignals.Stream(Signals, own, 1));
        Print($"  {Signals / watch.Elapsed.TotalSeconds:N0} signals/s over all of them, {Callers} callers, batches of {LoadSignals.BatchSize}");
        await TellAsync($"  afterwards");
    }

    private static async Task OpenAgainAsync(EmbeddedGridOptions options)
    {
        var watch = Stopwatch.StartNew();
        await using var directory = await OpenAsync(options);
        await TellAsync($"  opened again in {watch.Elapsed.TotalSeconds:F2} s");
    }

    /// <summary>Sends each batch to the next workspace.</summary>
    private static async Task SendAsync(IProfileGrid[] grids, IEnumerable<Observation[]> batches)
    {
        using var source = batches.GetEnumerator();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync)));

        async Task CallAsync()
        {
            while (true)
            {
                Observation[] batch;
                IProfileGrid grid;
                lock (source)
                {
                    if (!source.MoveNext())
                    {
                        return;
                    }

                    (batch, grid) = (source.Current, grids[next++ % grids.Length]);
                }

                while (await grid.ObserveAsync(batch, default) is var result and not ObserveResult.Observed)
                {
                    await Task.Delay(((ObserveResult.Busy)result).RetryAfter);
                }
            }
        }
    }

    private static async Task<EmbeddedGridDirectory> OpenAsync(EmbeddedGridOptions options) =>
        await EmbeddedGridDirectory.OpenAsync(options, LoadSignals.Catalog, TimeProvider.System, null, null, default) is EmbeddedDirectoryOpening.Opened opened
            ? opened.Directory
            : throw new InvalidOperationException("the directory could not be opened");

    private static async Task TellAsync(FormattableString what)
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(1_000);
        }

        using var process = Process.GetCurrentProcess();
        Print($"{what.ToString(CultureInfo.InvariantCulture)}: {process.Threads.Count} threads, {Environment.WorkingSet >> 20} MiB resident, {GC.GetTotalMemory(forceFullCollection: true) >> 20} MiB managed");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
