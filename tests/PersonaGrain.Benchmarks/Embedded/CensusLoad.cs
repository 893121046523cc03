using System.Diagnostics;
using System.Globalization;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>What it costs to count everybody and to learn from it: by itself, and signals that come in meanwhile.</summary>
internal static class CensusLoad
{
    private const int Signals = 400_000;
    private const int Rounds = 3;

    public static async Task RunAsync(int profiles)
    {
        await using var load = await LoadGrid.OpenAsync(profiles);
        await load.SendAsync(LoadSignals.Batches(profiles, profiles, 1));
        await load.Grid.SettleAsync(default);
        var (began, processor, watch) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await load.Grid.Engine.Catalogs.PublishAsync(default);
        Tell($"census of {profiles:N0} people, nothing beside it: {watch.Elapsed.TotalSeconds:F1} s, {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F1} s of processor, {(GC.GetTotalAllocatedBytes() - began) >> 20:N0} MB allocated");

        var (alone, beside) = (0d, 0d);
        for (var round = 1; round <= Rounds; round++)
        {
            alone = Math.Max(alone, Signals / (await load.SendAsync(LoadSignals.Batches(Signals, profiles, 10 + round))).TotalSeconds);
            using var stop = new CancellationTokenSource();
            var counting = CountAsync(load, stop.Token);
            beside = Math.Max(beside, Signals / (await load.SendAsync(LoadSignals.Batches(Signals, profiles, 20 + round))).TotalSeconds);
            await stop.CancelAsync();
            await counting;
            Tell($"  round {round}: best without {alone:N0} signals/s, beside a census {beside:N0} signals/s");
        }

        Tell($"signals beside a census that never ends: {beside / alone:F2} of the rate without (one every ten minutes is what a grid takes)");
    }

    private static async Task CountAsync(LoadGrid load, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await load.Grid.Engine.Catalogs.PublishAsync(stop);

            // Where nothing was committed no census is taken.
            await Task.Yield();
        }
    }

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
