using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Catalogs;

/// <summary>Reads a catalog and tells that it is sound, or every fault.</summary>
internal static class CatalogValidation
{
    /// <summary>Validates a file; the exit code is <see cref="ExitCode.FaultyInput"/> when it has faults.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, string path, bool json, CancellationToken cancellation)
    {
        var reading = CatalogReader.Read(await File.ReadAllBytesAsync(path, cancellation));
        if (json)
        {
            WriteJson(console, reading);
        }
        else if (reading is CatalogReading.Sound(var document))
        {
            console.Answer(
                $"{path}: sound. {document.Name} version {document.Version}: {CountText.Of(document.Signals.Count, "signal")}, {CountText.Of(document.Measures.Count, "measure")}, " +
                $"{CountText.Of(document.Scores.Count, "score")}, {CountText.Of(document.Segments.Count, "segment")}, {CountText.Of(document.Triggers.Count, "trigger")}" +
                (document.Accounts is { } accounts ? $"; accounts with {CountText.Of(accounts.Segments.Count, "segment")}" : string.Empty));
        }
        else
        {
            DocumentFaults.Write(console, path, "applied", ((CatalogReading.Faulty)reading).Faults);
        }

        return (int)(reading is CatalogReading.Sound ? ExitCode.Done : ExitCode.FaultyInput);
    }

    private static void WriteJson(PersonaConsole console, CatalogReading reading)
    {
        var faults = reading is CatalogReading.Faulty faulty ? faulty.Faults : [];
        console.Answer(JsonSerializer.Serialize(new { valid = faults.Count == 0, faults }, JsonSerializerOptions.Web));
    }
}
