using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Documents;
using PersonaGrain.Identities;

namespace PersonaGrain.Cli.Ingest;

/// <summary>Whether the mappings of a run name kinds of identities that the catalog has; else every line would be rejected, each by itself.</summary>
internal static class KindCheck
{
    /// <summary>The exit code after a kind that is not there was told; null where all are.</summary>
    public static int? Refuse(PersonaConsole console, IReadOnlyList<IngestInput> inputs, IdentityKinds kinds)
    {
        foreach (var input in inputs.Where(static input => input.Mapping is not null))
        {
            foreach (var (path, kind) in MappingIdentities.Unknown(input.Mapping!, kinds))
            {
                return console.Fail(
                    ExitCode.FaultyInput,
                    $"the mapping of {input.Name} names the kind of identities '{kind}' at {path}, and the catalog has none of this name"
                        + NearName.Hint(kind, kinds.All.Select(static known => known.Name)),
                    "declare it under \"identities\" of the catalog, and load that with --catalog");
            }
        }

        return null;
    }
}
