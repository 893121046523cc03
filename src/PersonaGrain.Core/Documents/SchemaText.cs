using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PersonaGrain.Documents;

/// <summary>JSON Schemas of documents (draft 7, which editors know best), and the parts that several of them have.</summary>
public static class SchemaText
{
    /// <summary>A duration.</summary>
    public const string Duration = $$"""
        { "type": "string", "pattern": "^([0-9]+[smhdw]|P{{Days}}(T{{Hours}})?|PT{{Hours}})$",
          "description": "A duration: 45s, 30m, 12h, 7d, 2w, or ISO 8601 such as P1DT12H" }
        """;

    /// <summary>A date or a time.</summary>
    public const string Date = """
        { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].+)?$",
          "description": "A date, the whole day in UTC, or a time: 2026-03-01, 2026-03-01T12:00:00Z" }
        """;

    // Each has at least one part; spelt out, since validators of some languages know no lookahead.
    private const string Days = "([0-9]+W([0-9]+D)?|[0-9]+D)";
    private const string Seconds = """[0-9]+(\\.[0-9]+)?S""";
    private const string Hours = $"([0-9]+H([0-9]+M)?({Seconds})?|[0-9]+M({Seconds})?|{Seconds})";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Lays a schema out, so that equal ones are equal texts, with a line end at the end.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static string Format(string schema) => JsonNode.Parse(schema)!.ToJsonString(Options) + "\n";

    /// <summary>One of some words.</summary>
    public static string Words(IEnumerable<string> words) => $$"""{ "enum": [{{string.Join(", ", words.Select(Quote))}}] }""";

    /// <summary>A text as JSON.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Options);
}
