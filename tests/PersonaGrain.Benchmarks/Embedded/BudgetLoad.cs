using System.Diagnostics;
using System.Globalization;
using PersonaGrain.Embedded;
using PersonaGrain.Grid;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>What the process holds (its resident memory) beside the budget it was given, with a million profiles that do not fit; each budget in a process of its own.</summary>
internal static class BudgetLoad
{
    /// <summary>The argument that makes this program run under one budget, in MiB.</summary>
    public const string Under = "under";

    private const int Profiles = 1_000_000;
    private const int Signals = 3_000_000;

    public static async Task RunAsync()
    {
        foreach (var budget in new[] { 128, 256, 512, 1024 })
        {
            using var measured = Start(budget);
            await measured.WaitForExitAsync();
        }
    }

    /// <summary>Fills a store under a budget and tells what the process holds, while it does and when it has nothing more to do.</summary>
    public static async Task MeasureAsync(int mebibytes)
    {
        using var folder = new LoadFolder();
        await using var load = await LoadGrid.OpenAsync(Profiles, folder.Path, (long)mebibytes << 20);
        var watch = Stopwatch.StartNew();
        var most = 0L;
        using (var stop = new CancellationTokenSource())
        {
            var sampling = SampleAsync(stop.Token);
            await load.SendAsync(LoadSignals.Stream(Signals, Profiles, 1));
            await stop.CancelAsync();
            most = await sampling;
        }

        var rate = Signals / watch.Elapsed.TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(10));
        var status = await load.Grid.StatusAsync(default);
        Tell($"budget {mebibytes} MiB: process {Resident() >> 20} MiB settled, {most >> 20} MiB at most ({GC.GetTotalMemory(false) >> 20} MiB managed, {GC.GetGCMemoryInfo().TotalCommittedBytes >> 20} MiB committed), {status.ProfilesInMemory:N0} of {Profiles:N0} profiles warm, {rate:N0} signals/s");
    }

    private static async Task<long> SampleAsync(CancellationToken stop)
    {
        var most = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                most = Math.Max(most, Resident());
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }

        return most;
    }

    private static long Resident() => Environment.WorkingSet;

    private static Process Start(int mebibytes) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath!,
        [typeof(BudgetLoad).Assembly.Location, "embedded", Under, mebibytes.ToString(CultureInfo.InvariantCulture)])
    {
        UseShellExecute = false,
    })!;

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
