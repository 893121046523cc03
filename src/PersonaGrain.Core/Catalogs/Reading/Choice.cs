namespace PersonaGrain.Catalogs.Reading;

/// <summary>A text that must be one of a few words: the names of an enum in lower case.</summary>
internal static class Choice<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Words =
        Enum.GetValues<T>().ToDictionary(static value => value.ToString().ToLowerInvariant());

    internal static T? Read(Node node, string what)
    {
        var faults = node.Faults.Count;
        var word = node.Text(what);
        if (node.Faults.Count > faults)
        {
            return null;
        }

        if (Words.TryGetValue(word, out var value))
        {
            return value;
        }

        node.Fault($"{what} is one of {All}{NearName.Hint(word, Words.Keys)}");
        return null;
    }

    internal static string All => string.Join(", ", Words.Keys);

    internal static string Of(T value) => value.ToString().ToLowerInvariant();
}
