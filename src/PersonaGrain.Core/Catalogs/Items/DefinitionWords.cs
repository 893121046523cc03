using System.Text.Json;
using PersonaGrain.Conditions.Explaining;

namespace PersonaGrain.Catalogs.Items;

/// <summary>One thing that a definition says.</summary>
/// <param name="Label">What it is about.</param>
/// <param name="Words">What it says.</param>
public readonly record struct DefinitionLine(string Label, string Words);

/// <summary>Puts definitions of a catalog into words.</summary>
public static class DefinitionWords
{
    /// <summary>What is said of lists that are empty.</summary>
    public const string Nothing = "nothing";

    private const int Longest = 400;

    /// <summary>What a definition says, line by line; conditions in one line each.</summary>
    public static IReadOnlyList<DefinitionLine> Of(CatalogSection section, JsonElement definition) =>
        [.. definition.EnumerateObject().Select(property => new DefinitionLine(Label(section, property.Name), Of(property)))];

    /// <summary>It all in one sentence.</summary>
    public static string Sentence(CatalogSection section, JsonElement definition) =>
        Clip(string.Join("; ", Of(section, definition).Select(static line => $"{line.Label}: {line.Words}")));

    /// <summary>What the property of a definition is called.</summary>
    internal static string Label(CatalogSection section, string property) => (section, property) switch
    {
        (_, "when") => "who is in",
        (_, "unknownSignals") => "signals of types that are not named",
        (_, "earliest") => "signals from before are refused",
        (_, "halfLife") => "counts half after",
        (_, "where") => "only where",
        (_, "by") => section == CatalogSection.Scores ? "compared by" : "adds up",
        (_, "distinct") => "each once by",
        (_, "min") => "at least",
        (_, "max") => "at most",
        (CatalogSection.Traits, "members") => "of the members",
        (CatalogSection.Signals, "value") => "worth",
        (CatalogSection.Signals, "outcome") => "stands for the outcome",
        (CatalogSection.Signals, "faults") => "faulty signals",
        (CatalogSection.Signals, "retention") => "kept for",
        (CatalogSection.Measures, "signal") => "counts",
        (CatalogSection.Scores, "outcome") => "expects the outcome",
        (CatalogSection.Scores, "context") => "adds",
        (CatalogSection.Scores, "similarTo") => "like the members of",
        (CatalogSection.Segments, "score") => "sorted by the score",
        _ => CatalogWords.OfName(property),
    };

    /// <summary>What a property says.</summary>
    internal static string Of(JsonProperty property) => Of(property.Name, property.Value);

    /// <summary>What a property of a name says.</summary>
    internal static string Of(string property, JsonElement value) => Clip((property, value.ValueKind) switch
    {
        (_, JsonValueKind.True) => "yes",
        (_, JsonValueKind.False) => "no",
        ("when", _) => Condition(value),
        ("context", JsonValueKind.Array) => value.GetArrayLength() == 0 ? Nothing : string.Join("; ", value.EnumerateArray().Select(Addition)),
        (_, JsonValueKind.Array) when value.GetArrayLength() == 0 => Nothing,
        (_, JsonValueKind.Object) when IsOfNames(property) => value.EnumerateObject().Any()
            ? string.Join(", ", value.EnumerateObject().Select(static one => $"{one.Name} {CatalogWords.Of(one.Value)}"))
            : Nothing,
        _ => CatalogWords.Of(value),
    });

    /// <summary>A condition in one line.</summary>
    public static string Condition(JsonElement condition) => Clip(
        PartsOf(condition, "all") is { } all ? Parts(all, " and ", "everybody")
        : PartsOf(condition, "any") is { } any ? Parts(any, " or ", "nobody")
        : condition.TryGetProperty("not", out var not) ? $"not ({Condition(not)})"
        : CatalogWords.Of(condition));

    /// <summary>What a score adds, and where.</summary>
    internal static string Addition(JsonElement addition) => $"{addition.GetProperty("add").GetRawText()} where {Condition(addition.GetProperty("when"))}";

    /// <summary>Whether the properties of an object are names, which are told as they are.</summary>
    internal static bool IsOfNames(string property) => property is "attributes" or "weights" or "correlations" or "where" or "completeness";

    /// <summary>What a condition is made of, where it is <c>all</c> or <c>any</c> of some; the <c>any</c> of a test of elements has no parts.</summary>
    internal static JsonElement? PartsOf(JsonElement condition, string joint) =>
        condition.TryGetProperty(joint, out var parts) && parts.ValueKind == JsonValueKind.Array ? parts : null;

    private static string Parts(JsonElement parts, string joint, string none) => parts.GetArrayLength() switch
    {
        0 => none,
        1 => Condition(parts[0]),
        _ => string.Join(joint, parts.EnumerateArray().Select(static part => $"({Condition(part)})")),
    };

    private static string Clip(string words) => words.Length <= Longest ? words : words[..(char.IsHighSurrogate(words[Longest - 1]) ? Longest - 1 : Longest)] + "…";
}
