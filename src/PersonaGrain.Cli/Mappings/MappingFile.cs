using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Loads a mapping file for a command.</summary>
internal static class MappingFile
{
    /// <summary>The mapping, or null after all its faults were told.</summary>
    public static async Task<MappingDocument?> LoadAsync(PersonaConsole console, string path, CancellationToken cancellation)
    {
        var reading = MappingReader.Read(await File.ReadAllBytesAsync(path, cancellation));
        if (reading is MappingReading.Sound(var document))
        {
            return document;
        }

        var faults = ((MappingReading.Faulty)reading).Faults;
        console.Fail(ExitCode.FaultyInput, $"{path} has {faults.Count} {(faults.Count == 1 ? "fault" : "faults")} and can not be used");
        var table = ConsoleTables.Create("where", "what stands there", "what to do");
        foreach (var fault in faults)
        {
            table.AddTexts(fault.Path, fault.Value ?? "–", fault.Message);
        }

        console.Notices.Write(table);
        return null;
    }
}
