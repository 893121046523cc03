using System.Globalization;
using PersonaGrain.Embedded;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>Bytes on disk for each signal, everything included, after a clean stop; for profiles with few signals and with many.</summary>
internal static class DiskLoad
{
    public static async Task RunAsync()
    {
        foreach (var (profiles, each) in new[] { (200_000, 3), (100_000, 10), (10_000, 100), (500, 2_000) })
        {
            using var folder = new LoadFolder();
            await using (var load = await LoadGrid.OpenAsync(profiles, folder.Path, 1L << 30))
            {
                await load.SendAsync(LoadSignals.Batches(profiles * (each - 1), profiles, 1));
            }

            var filled = Bytes(folder) / (profiles * (double)each);
            await ReadAsync(folder.Path);
            Tell($"disk: {profiles:N0} profiles with {each:N0} signals each: {filled:F0} bytes a signal, {Bytes(folder) / (profiles * (double)each):F0} after reading (reach <= 120)");
        }
    }

    /// <summary>What a reading command does.</summary>
    private static async Task ReadAsync(string folder)
    {
        using var store = ((StoreReadingOpening.Opened)StoreReading.Open(folder, TimeProvider.System)).Store;
        await store.AsOf(store.Now).SegmentsAsync(default);
    }

    private static long Bytes(LoadFolder folder) => Directory.EnumerateFiles(folder.Path).Sum(file => new FileInfo(file).Length);

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
