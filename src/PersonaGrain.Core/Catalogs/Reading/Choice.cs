using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>A text that must be one of a few words: the names of an enum in lower case.</summary>
internal static class Choice<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Words =
        Enum.GetValues<T>().ToDictionary(static value => value.ToString().ToLowerInvariant());

    internal static T? Read(Node node, string what) => node.Word(what, Words.Keys) is { } word ? Words[word] : null;

    internal static bool TryParse(string word, out T value) => Words.TryGetValue(word, out value);

    internal static string All => string.Join(", ", Words.Keys);

    internal static string Of(T value) => value.ToString().ToLowerInvariant();
}
