using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Parts;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Inspect.Exports;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Catalogs.Parts;

/// <summary>Prints a part of a catalog, or adds it to a file.</summary>
internal sealed class PartRun(PersonaConsole console)
{
    /// <summary>Prints or adds it; the exit code is <see cref="ExitCode.FaultyInput"/> where the catalog has faults, or would have them with the part.</summary>
    /// <param name="result">The part.</param>
    /// <param name="path">The catalog; null to print the part.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<int> RunAsync(PartResult result, string? path, CancellationToken cancellation)
    {
        if (result is PartResult.Refused(var reason))
        {
            return console.Fail(ExitCode.Usage, reason);
        }

        var part = ((PartResult.Made)result).Part;
        foreach (var note in part.Notes)
        {
            console.Notice($"note: {note}");
        }

        if (path is not null)
        {
            return await AddAsync(part, path, cancellation);
        }

        console.Answer(Encoding.UTF8.GetString(part.Write()));
        return (int)ExitCode.Done;
    }

    private async Task<int> AddAsync(CatalogPart part, string path, CancellationToken cancellation)
    {
        if (await CatalogFile.ReadAsync(console, path, cancellation) is not { Document: { } catalog })
        {
            return (int)ExitCode.FaultyInput;
        }

        if (part.TakenIn(catalog) is { Count: > 0 } taken)
        {
            return console.Fail(
                ExitCode.Refused, $"{path} has {string.Join(", ", taken)} already", "name the part otherwise with --name, or take those out of the catalog first");
        }

        var text = CatalogWriter.Write(part.AddTo(catalog));
        if (CatalogReader.Read(text) is CatalogReading.Faulty(var faults))
        {
            DocumentFaults.Write(console, path, "changed", faults);
            return (int)ExitCode.FaultyInput;
        }

        var exit = await ExportFile.WriteAsync(console, path, async file =>
        {
            await file.WriteLineAsync(Encoding.UTF8.GetString(text).AsMemory(), cancellation);
            return (int)ExitCode.Done;
        });
        console.Notice($"{path} is version {catalog.Version + 1} now, with {CountText.Of(part.Traits.Count, "computed trait")} and {CountText.Of(part.Segments.Count, "segment")} more");
        console.Notice("it was written anew: comments are gone, names are sorted, and what was left to a default is written out");
        return exit;
    }
}
