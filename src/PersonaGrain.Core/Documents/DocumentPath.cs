using System.Buffers;

namespace PersonaGrain.Documents;

/// <summary>JSON paths: <c>$.segments.lapsed</c>, and <c>$.traits['address.city']</c> where a name is not a plain word.</summary>
public static class DocumentPath
{
    private const int ShownLength = 60;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>The path of a property of the object at a path. A name of more than 100 characters is shortened.</summary>
    public static string Append(string path, string name)
    {
        if (name.Length is > 0 and <= DocumentLimits.NameLength && !name.AsSpan().ContainsAnyExcept(Plain))
        {
            return $"{path}.{name}";
        }

        var end = Math.Min(name.Length, ShownLength);
        var shown = name.Length <= DocumentLimits.NameLength
            ? name
            : string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[end - 1]) ? end - 1 : end), "…");
        return $"{path}['{shown.Replace("'", "\\'", StringComparison.Ordinal)}']";
    }
}
