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

        DocumentFaults.Write(console, path, "used", ((MappingReading.Faulty)reading).Faults);
        return null;
    }
}
