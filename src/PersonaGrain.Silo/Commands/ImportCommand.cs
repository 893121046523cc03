using Microsoft.Extensions.Logging.Abstractions;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Postgres;
using PersonaGrain.Silo.Settings;
using PersonaGrain.Silo.Transfer;

namespace PersonaGrain.Silo.Commands;

/// <summary><c>silo import FILE [--config FILE]</c>: fills a cluster's database with what <c>persona journal export</c> wrote.</summary>
internal static class ImportCommand
{
    /// <summary>Runs, and hands back the exit code. The file is read twice: nothing is written before all of it is known to be whole.</summary>
    public static async Task<int> RunAsync(string? config, string file, bool json, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var reading = SettingsReading.Read(config, null, null);
        var faults = reading.Faults.ToList();
        if (faults.Count == 0 && reading.Settings.Cluster.Kind != ClusterKind.Postgres)
        {
            faults.Add("this cluster keeps nothing; name a configuration with a database, such as --config cluster");
        }

        if (!File.Exists(file))
        {
            faults.Add($"there is no file {file}");
        }

        if (faults.Count > 0)
        {
            foreach (var fault in faults)
            {
                await error.WriteLineAsync("error: " + fault);
            }

            return (int)ExitCode.FaultyInput;
        }

        try
        {
            var journal = new JournalFile(file);
            await ImportProgressLines.ShowAsync(
                CheckAsync(journal, cancellation), error, () => $"checking {file}: {journal.Fraction:P0}");
            return await ImportAsync(reading.Settings.Database, journal, json, output, error, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await error.WriteLineAsync("interrupted; what was written is kept, run the same import again");
            return (int)ExitCode.Interrupted;
        }
        catch (TransferException damaged)
        {
            await error.WriteLineAsync($"error: {file}, {damaged.Message}");
            return (int)ExitCode.FaultyInput;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"error: {fault.Message}");
            return (int)ExitCode.FaultyInput;
        }
    }

    private static async Task CheckAsync(JournalFile file, CancellationToken cancellation)
    {
        await foreach (var _ in file.ReadAsync(cancellation))
        {
        }
    }

    private static async Task<int> ImportAsync(
        DatabaseSettings database, JournalFile file, bool json, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        await using var storage = new PostgresStorage(database.ToOptions(), NullLoggerFactory.Instance, TimeProvider.System);
        var import = new JournalImport(storage.Journal, storage.Catalogs, storage.Quarantine, TimeProvider.System, new ImportOptions());
        var running = import.RunAsync(file.ReadAsync(cancellation), cancellation);
        await ImportProgressLines.ShowAsync(
            running, error, () => $"importing: {file.Fraction:P0}, {import.Progress.Profiles:N0} profiles, {import.Progress.Entries:N0} entries written");
        var result = await running;
        if (result is ImportResult.Unavailable)
        {
            // Where it was asked to end, that is why storage gave no answer.
            cancellation.ThrowIfCancellationRequested();
        }

        return await ImportReport.TellAsync(result, import.Progress is { Entries: > 0 } or { Profiles: > 0 } or { Quarantined: > 0 }, json, output, error);
    }
}
