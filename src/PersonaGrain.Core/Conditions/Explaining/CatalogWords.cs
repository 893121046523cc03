using System.Text.Json;

namespace PersonaGrain.Conditions.Explaining;

/// <summary>Puts what a catalog writes as JSON into words: <c>{ "count": { "atLeast": 3 }, "within": "30d" }</c> is "count at least 3, within 30d".</summary>
public static class CatalogWords
{
    /// <summary>A value, or a condition.</summary>
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(Of)),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Of)),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    internal static string Of(JsonProperty property) => property.Name == "between" && property.Value.ValueKind == JsonValueKind.Array
        ? $"between {string.Join(" and ", property.Value.EnumerateArray().Select(Of))}"
        : $"{OfName(property.Name)} {Of(property.Value)}";

    /// <summary><c>atLeast</c> is "at least".</summary>
    internal static string OfName(string name) =>
        string.Concat(name.Select(static character => char.IsAsciiLetterUpper(character) ? $" {char.ToLowerInvariant(character)}" : character.ToString()));
}
