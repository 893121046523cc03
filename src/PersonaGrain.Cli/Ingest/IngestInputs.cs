using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Mappings;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Finds out how the files of a run are read, before a store is opened for them.</summary>
internal static class IngestInputs
{
    /// <summary>The inputs in the order they were given; null after the faults of a mapping were told.</summary>
    /// <exception cref="InputFaultException">A file can not be read in the way that was given.</exception>
    public static async Task<IReadOnlyList<IngestInput>?> LookAsync(PersonaConsole console, IngestRequest request, PipedInputs piped, CancellationToken cancellation)
    {
        var mappings = new Dictionary<string, MappingDocument>(StringComparer.Ordinal);
        foreach (var path in request.Mappings.Where(static path => path != IngestRequest.NoMapping).Distinct(StringComparer.Ordinal))
        {
            if (await MappingFile.LoadAsync(console, path, cancellation) is not { } mapping)
            {
                return null;
            }

            mappings.Add(path, mapping);
        }

        var inputs = new List<IngestInput>();
        for (var index = 0; index < request.Files.Count; index++)
        {
            var mapping = request.MappingOf(index) is { } named ? mappings[named] : null;
            var path = request.Files[index];
            inputs.Add(IngestInput.Look(index, PipedInputs.NameOf(path), piped.OnDisk(path), mapping));
        }

        TellSharedIds(console, mappings);
        return inputs;
    }

    /// <summary>Two tables whose ids are made of as many columns can give different lines one id, and the second would be dropped as a repeat.</summary>
    private static void TellSharedIds(PersonaConsole console, Dictionary<string, MappingDocument> mappings)
    {
        var shared = mappings.GroupBy(static named => (named.Value.Id.Prefix, named.Value.Id.Columns.Count)).FirstOrDefault(static group => group.Count() > 1);
        if (shared is not null)
        {
            console.Notice(
                $"warning: {string.Join(" and ", shared.Select(static named => named.Key))} make ids of as many columns: lines of one person that hold the same there are "
                + "taken for one; write an \"id\": { \"prefix\": … } of its own in each");
        }
    }
}
