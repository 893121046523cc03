using System.Buffers;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>JSON paths: <c>$.segments.lapsed</c>, and <c>$.traits['address.city']</c> where a name is not a plain word.</summary>
internal static class NamePath
{
    private const int ShownLength = 60;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    internal static string Append(string path, string name)
    {
        if (name.Length is > 0 and <= CatalogLimits.NameLength && !name.AsSpan().ContainsAnyExcept(Plain))
        {
            return $"{path}.{name}";
        }

        var end = Math.Min(name.Length, ShownLength);
        var shown = name.Length <= CatalogLimits.NameLength
            ? name
            : string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[end - 1]) ? end - 1 : end), "…");
        return $"{path}['{shown.Replace("'", "\\'", StringComparison.Ordinal)}']";
    }
}
