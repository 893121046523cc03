using System.IO.Compression;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Stores;
using PersonaGrain.Embedded.Transfer;

namespace PersonaGrain.Cli.Journals;

/// <summary>Runs an export. The file gets its name when it is whole, so one that was ended half-way is never taken for it.</summary>
internal static class ExportRun
{
    private const string Unfinished = ".unfinished";

    /// <summary>Runs, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, string file, string data, bool json, CancellationToken cancellation)
    {
        if (Path.Exists(file))
        {
            return console.Fail(ExitCode.FaultyInput, $"{file} is there already", "name another file, or remove it");
        }

        var result = await WriteAsync(console, file + Unfinished, data, file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase), cancellation);
        switch (result)
        {
            case JournalExportResult.Written written:
                File.Move(file + Unfinished, file);
                new ExportSummary(written.Summary, file, new FileInfo(file).Length).Write(console, json);
                return (int)ExitCode.Done;
            case JournalExportResult.Unreadable unreadable:
                return StoreFaults.Tell(console, new StoreRequest(data), unreadable.Why);
            default:
                return StoreFaults.TellMissing(console, data);
        }
    }

    private static async Task<JournalExportResult> WriteAsync(PersonaConsole console, string file, string data, bool compress, CancellationToken cancellation)
    {
        JournalExportResult? result = null;
        try
        {
            await using var plain = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
            if (compress)
            {
                await using var packed = new GZipStream(plain, CompressionLevel.Fastest, leaveOpen: true);
                result = await ShowAsync(console, data, packed, cancellation);
            }
            else
            {
                result = await ShowAsync(console, data, plain, cancellation);
            }

            plain.Flush(flushToDisk: true);
            return result;
        }
        finally
        {
            if (result is not JournalExportResult.Written)
            {
                File.Delete(file);
            }
        }
    }

    private static async Task<JournalExportResult> ShowAsync(PersonaConsole console, string data, Stream target, CancellationToken cancellation)
    {
        JournalExportResult? result = null;
        var latest = default(JournalExportProgress);
        await ProgressDisplay.ShowAsync(
            console,
            async () => result = await JournalExport.WriteAsync(data, target, now => latest = now, cancellation),
            () => latest.Total == 0 ? 0 : (double)latest.Profiles / latest.Total,
            () => $"exporting: {latest.Profiles:N0} profiles, {latest.Entries:N0} entries");
        return result!;
    }
}
