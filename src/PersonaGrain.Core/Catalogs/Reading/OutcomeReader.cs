namespace PersonaGrain.Catalogs.Reading;

/// <summary>Reads the name of an outcome.</summary>
internal static class OutcomeReader
{
    /// <summary>A word, or null with a fault where it is none.</summary>
    internal static string? Word(Node? outcome)
    {
        if (outcome is not { } node)
        {
            return null;
        }

        var faults = node.Faults.Count;
        var word = node.Text("the outcome's name");
        if (node.Faults.Count == faults)
        {
            NameRule.CheckWord(word, node);
        }

        return node.Faults.Count == faults ? word : null;
    }
}
