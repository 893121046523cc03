using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads the name of something that must be declared.</summary>
internal static class ReferenceReader
{
    /// <summary>The name, or null with a fault where it is none or names nothing.</summary>
    internal static string? Read(Node node, string kind, Func<string, bool> isKnown, IEnumerable<string> known)
    {
        var name = node.Text($"the {kind}'s name");
        if (name is null || isKnown(name))
        {
            return name;
        }

        node.Fault(Unknown(node.Faults, kind, name, known));
        return null;
    }

    internal static string Unknown(FaultList faults, string kind, string name, IEnumerable<string> known) =>
        $"there is no {kind} of this name{(faults.SuggestsNames ? NearName.Hint(name, known) : string.Empty)}; declare it or use one that is declared";
}
