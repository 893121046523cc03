using System.Diagnostics;
using System.Globalization;
using PersonaGrain.Embedded;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>How long a store of a million profiles, all of them with activity, takes to be ready: after a clean stop and after its process was killed.</summary>
internal static class StartLoad
{
    /// <summary>The argument that makes this program fill a store and wait to be killed.</summary>
    public const string Hold = "hold";

    private const int Profiles = 1_000_000;

    public static async Task RunAsync()
    {
        using var folder = new LoadFolder();
        await FillAsync(folder.Path, 1, TimeSpan.Zero);
        Tell($"store of {Profiles:N0} profiles with two signals each on average: {Size(folder.Path):N0} MB");
        await OpenAsync(folder.Path, "clean stop", "reach <= 3 s");
        await OpenAsync(folder.Path, "clean stop, again", "reach <= 3 s");
        using (var held = Start(folder.Path))
        {
            await held.StandardOutput.ReadLineAsync();
            held.Kill();
            await held.WaitForExitAsync();
        }

        await OpenAsync(folder.Path, "kill", "reach <= 10 s");
        await OpenAsync(folder.Path, "clean stop after that", "reach <= 3 s");
    }

    /// <summary>Adds signals to a store of a folder, and holds it open until it is killed.</summary>
    public static async Task HoldAsync(string folder)
    {
        await FillAsync(folder, 2, Timeout.InfiniteTimeSpan);
    }

    private static async Task FillAsync(string folder, int seed, TimeSpan hold)
    {
        await using var load = await LoadGrid.OpenAsync(Profiles, folder, 1L << 30);
        await load.SendAsync(LoadSignals.Batches(Profiles, Profiles, seed));
        await Console.Out.WriteLineAsync("filled");
        await Task.Delay(hold);
    }

    private static async Task OpenAsync(string folder, string after, string reach)
    {
        var steps = new Dictionary<OpeningStep, TimeSpan>();
        var options = new EmbeddedGridOptions { DataDirectory = folder };
        var watch = Stopwatch.StartNew();
        var opening = await EmbeddedGrid.OpenAsync(options, LoadSignals.Catalog, TimeProvider.System, null, progress => steps[progress.Step] = watch.Elapsed, default);
        var ready = watch.Elapsed;
        await using var grid = ((EmbeddedGridOpening.Opened)opening).Grid;
        watch.Restart();
        await grid.ProfileAsync(LoadSignals.Profile(7), default);
        var answered = watch.Elapsed;
        Tell($"start after {after}: ready in {ready.TotalSeconds:F2} s ({reach}), first answer {answered.TotalMilliseconds:F0} ms later; {string.Join(", ", steps.Select(step => $"{step.Key} done at {step.Value.TotalSeconds:F2} s"))}");
    }

    private static Process Start(string folder) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(StartLoad).Assembly.Location, "embedded", Hold, folder])
    {
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    private static double Size(string folder) => Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length) / 1024.0 / 1024.0;

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
