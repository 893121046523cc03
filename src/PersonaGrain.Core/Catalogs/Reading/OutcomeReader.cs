using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads the name of an outcome.</summary>
internal static class OutcomeReader
{
    /// <summary>A word, or null with a fault where it is none.</summary>
    internal static string? Word(Node? outcome)
    {
        if (outcome is not { } node || node.Text("the outcome's name") is not { } word)
        {
            return null;
        }

        var faults = node.Faults.Count;
        NameRule.Word(word, node);
        return node.Faults.Count == faults ? word : null;
    }
}
