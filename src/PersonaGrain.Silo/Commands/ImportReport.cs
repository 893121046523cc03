using System.Text.Json;
using PersonaGrain.Grid.Storage.Transfer;

namespace PersonaGrain.Silo.Commands;

/// <summary>Tells what an import did, and what to do next.</summary>
internal static class ImportReport
{
    /// <summary>Tells it and hands back the exit code.</summary>
    public static async Task<int> TellAsync(ImportResult result, bool json, TextWriter output, TextWriter error)
    {
        switch (result)
        {
            case ImportResult.Finished(var summary):
                await output.WriteLineAsync(json ? ToJson(summary) : ToText(summary));
                return summary.Others == 0 ? (int)ExitCode.Done : await TellOthersAsync(summary, error);
            case ImportResult.OtherCatalog other:
                await error.WriteLineAsync(
                    $"error: the cluster has version {other.Version} of the catalog '{other.Name}' in force, which is not the file's; nothing was written. "
                    + "Import into an empty database, or put the same catalog in force in the store (persona serve --catalog), and export it again");
                return (int)ExitCode.Refused;
            case ImportResult.Unavailable unavailable:
                await error.WriteLineAsync($"error: {unavailable.Reason}; what was written is kept, run the same import again to go on");
                return (int)ExitCode.Database;
            default:
                throw new InvalidOperationException($"an import ends in another way: {result}");
        }
    }

    private static string ToText(ImportSummary summary) =>
        $"{summary.Imported:N0} profiles imported, {summary.Completed:N0} completed, {summary.Present:N0} were there already; {summary.Entries:N0} entries written. "
        + "Next: start the silos; they catch up with what came due since the export";

    private static string ToJson(ImportSummary summary) => JsonSerializer.Serialize(new
    {
        imported = summary.Imported,
        completed = summary.Completed,
        present = summary.Present,
        others = summary.Others,
        otherProfiles = summary.OtherNames,
        entries = summary.Entries,
    });

    private static async Task<int> TellOthersAsync(ImportSummary summary, TextWriter error)
    {
        await error.WriteLineAsync(
            $"error: {summary.Others:N0} profiles have entries that are not those of the file, and were left alone: "
            + $"{string.Join(", ", summary.OtherNames)}{(summary.Others > summary.OtherNames.Count ? ", …" : string.Empty)}. "
            + "Import into an empty database, before the cluster takes signals");
        return (int)ExitCode.Refused;
    }
}
