using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PersonaGrain.Indexing;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Searches;

/// <summary>A search as the HTTP API takes it, made of a command line.</summary>
internal static partial class SearchBody
{
    private const string Condition =
        "write a condition as FIELD=VALUE, with =, !=, >=, >, <= or <, such as city=London or score.loyalty>=50, or as JSON as a catalog has it";

    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["="] = "is", ["!="] = "isNot", [">="] = "atLeast", [">"] = "above", ["<="] = "atMost", ["<"] = "below",
    };

    /// <summary>The body.</summary>
    /// <param name="field">What to sort by.</param>
    /// <param name="ascending">The least first.</param>
    /// <param name="segment">Only its members; null for all.</param>
    /// <param name="where">What must hold.</param>
    /// <param name="fields">What to tell of each.</param>
    public static JsonObject Of(string field, bool ascending, string? segment, IEnumerable<JsonNode> where, IEnumerable<string> fields) => new()
    {
        ["sort"] = new JsonObject { ["by"] = field, ["order"] = ascending ? "asc" : "desc" },
        ["segment"] = segment,
        ["where"] = new JsonArray([.. where]),
        ["fields"] = new JsonArray([.. fields.Select(static name => JsonValue.Create(name))]),
    };

    /// <summary>A condition as people write it, <c>score.loyalty>=50</c>, or as a catalog does; null with the fault where it is neither.</summary>
    public static JsonNode? Where(string text, out string? fault)
    {
        fault = null;
        if (text.StartsWith('{'))
        {
            return Json(text, out fault);
        }

        if (Comparison().Match(text) is not { Success: true } match)
        {
            fault = $"'{text}' is no condition: {Condition}";
            return null;
        }

        var name = match.Groups["field"].Value.Trim();
        var isScore = name.StartsWith(IndexedField.ScorePrefix, StringComparison.Ordinal);
        return new JsonObject
        {
            [isScore ? "score" : "trait"] = isScore ? name[IndexedField.ScorePrefix.Length..] : name,
            [Operator(match.Groups["operator"].Value, match.Groups["value"].Value)] = Value(match.Groups["value"].Value.Trim()),
        };
    }

    // Of dates it is asked which comes before the other.
    private static string Operator(string written, string value) =>
        written is "<" or ">" && IsDate(value.Trim()) ? written == "<" ? "before" : "after" : Operators[written];

    // A number is none, though it may be read as one.
    private static bool IsDate(string text) => !double.TryParse(text, CultureInfo.InvariantCulture, out _) && DateOrTime.TryParse(text, out _);

    private static JsonNode? Json(string text, out string? fault)
    {
        try
        {
            fault = null;
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            fault = $"'{text}' is not JSON: {Condition}";
            return null;
        }
    }

    // In quotes it is text, whatever it looks like.
    private static JsonValue Value(string text) =>
        text is "true" or "false" ? JsonValue.Create(text == "true")
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? Number(text, number)
        : text is ['"', .. var quoted, '"'] ? JsonValue.Create(quoted)
        : JsonValue.Create(text);

    private static JsonValue Number(string text, double number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : JsonValue.Create(number);

    [GeneratedRegex("^(?<field>[^<>=!]+)(?<operator>>=|<=|!=|=|>|<)(?<value>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1_000)]
    private static partial Regex Comparison();
}
