using System.Text.Json;
using PersonaGrain.Documents;
using PersonaGrain.Journals.Transfer;

namespace PersonaGrain.Silo.Commands;

/// <summary>Tells what an import did, and what to do next.</summary>
internal static class ImportReport
{
    /// <summary>Tells it and hands back the exit code.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="hasWritten">Whether anything may have been written, also where it failed.</param>
    /// <param name="json">As JSON.</param>
    /// <param name="output">Takes what it did.</param>
    /// <param name="error">Takes what it could not do.</param>
    public static async Task<int> TellAsync(ImportResult result, bool hasWritten, bool json, TextWriter output, TextWriter error)
    {
        switch (result)
        {
            case ImportResult.Finished(var summary):
                await output.WriteLineAsync(json ? ToJson(summary) : ToText(summary));
                return summary.Others == 0 ? (int)ExitCode.Done : await TellOthersAsync(summary, error);
            case ImportResult.OtherCatalog other:
                await error.WriteLineAsync(
                    $"error: the cluster has version {other.Version} of the catalog '{other.Name}' in force, which is not the file's; nothing "
                        + "was written. "
                    + "Import into an empty database, or put the same catalog in force in the store (persona serve --catalog), and export it again");
                return (int)ExitCode.Refused;
            case ImportResult.UnknownKind unknown:
                await error.WriteLineAsync(
                    $"error: the file has actors of kind '{unknown.Kind}', which this program does not have; install the version that wrote it, "
                        + "or a later one"
                    + (hasWritten ? ". What was written is kept, run the same import again to go on" : string.Empty));
                return (int)ExitCode.Refused;
            case ImportResult.Unavailable unavailable:
                await error.WriteLineAsync(hasWritten ? $"error: {unavailable.Reason}; what was written is kept, run the same import again to go on" : $"error: {unavailable.Reason}");
                return (int)ExitCode.StoreUnavailable;
            default:
                throw new InvalidOperationException($"an import ends in another way: {result}");
        }
    }

    private static string ToText(ImportSummary summary) =>
        $"{Profiles(summary.Imported)} imported, {summary.Completed:N0} completed, {summary.Present:N0} were there already; "
        + $"{summary.Entries:N0} {(summary.Entries == 1 ? "entry" : "entries")} written"
        + (summary.Quarantined == 0 ? string.Empty : $", {summary.Quarantined:N0} {(summary.Quarantined == 1 ? "signal" : "signals")} set aside as before")
        + (summary.Others == 0 ? ". Next: start the silos; they catch up with what came due since the export" : string.Empty);

    private static string Profiles(long count) => CountText.Of(count, "profile");

    private static string ToJson(ImportSummary summary) => JsonSerializer.Serialize(new
    {
        imported = summary.Imported,
        completed = summary.Completed,
        present = summary.Present,
        others = summary.Others,
        otherProfiles = summary.OtherNames,
        entries = summary.Entries,
        quarantined = summary.Quarantined,
    });

    private static async Task<int> TellOthersAsync(ImportSummary summary, TextWriter error)
    {
        await error.WriteLineAsync(
            $"error: {Profiles(summary.Others)} {(summary.Others == 1 ? "has" : "have")} entries that are not those of the file, and {(summary.Others == 1 ? "was" : "were")} left alone: "
            + $"{string.Join(", ", summary.OtherNames)}{(summary.Others > summary.OtherNames.Count ? ", …" : string.Empty)}. "
            + "Import into an empty database, before the cluster takes signals");
        return (int)ExitCode.Refused;
    }
}
