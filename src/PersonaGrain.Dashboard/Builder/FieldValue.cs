using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Dashboard.Builder;

/// <summary>What is typed into a field, as JSON, and back.</summary>
internal static class FieldValue
{
    private static readonly HashSet<string> OfLists =
        [.. new[] { ValueOperator.In, ValueOperator.NotIn, ValueOperator.HasAny, ValueOperator.HasAll, ValueOperator.HasNone, ValueOperator.Between }.Select(OperatorName.Of)];

    private static readonly HashSet<string> OfNumbers =
        [.. new[] { ValueOperator.AtLeast, ValueOperator.Above, ValueOperator.AtMost, ValueOperator.Below, ValueOperator.Between }.Select(OperatorName.Of)];

    private static readonly HashSet<string> OfTexts =
        [.. new[] { ValueOperator.StartsWith, ValueOperator.EndsWith, ValueOperator.Contains, ValueOperator.Matches, ValueOperator.Before, ValueOperator.After }.Select(OperatorName.Of)];

    /// <summary>The operators that numbers are tested by.</summary>
    internal static IReadOnlyList<string> NumberOperators { get; } = [.. new[] { ValueOperator.AtLeast, ValueOperator.Above, ValueOperator.AtMost, ValueOperator.Below, ValueOperator.Is, ValueOperator.Between }.Select(OperatorName.Of)];

    /// <summary>Whether an operator takes several values, which are written with commas.</summary>
    internal static bool TakesMany(string name) => OfLists.Contains(name);

    /// <summary>A number, or the text where it is none, for the catalog's reader to say so.</summary>
    internal static JsonNode Number(string text) => decimal.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? JsonValue.Create(number)
        : JsonValue.Create(text.Trim());

    /// <summary>What a test compares with.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="name">The operator.</param>
    /// <param name="isText">Whether what is tested holds texts; null where that is not known.</param>
    internal static JsonNode Operand(string text, string name, bool? isText) => TakesMany(name)
        ? new JsonArray([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => One(one, name, isText))])
        : One(text.Trim(), name, isText);

    /// <summary>What stands in a field.</summary>
    internal static string Show(JsonNode? value) => value switch
    {
        JsonArray list => string.Join(", ", list.Select(Show)),
        JsonValue one when one.GetValueKind() == JsonValueKind.String => one.GetValue<string>(),
        null => string.Empty,
        _ => value.ToJsonString(),
    };

    private static JsonNode One(string text, string name, bool? isText) =>
        OfNumbers.Contains(name) ? Number(text)
        : text is "true" or "false" && (isText != true || name == OperatorName.Of(ValueOperator.Exists)) ? JsonValue.Create(text == "true")
        : OfTexts.Contains(name) || isText == true ? JsonValue.Create(text)
        : Number(text);
}
