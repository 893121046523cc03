using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PersonaGrain.Dashboard.Builder;

/// <summary>A segment that is being written: a tree that the form changes, and the same as JSON, always in step.</summary>
internal sealed class SegmentDraft
{
    /// <summary>The longest text that a page takes, in characters: what a browser sends at once is bounded.</summary>
    internal const int MaximumLength = 15_000;

    private const string When = "when";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions AsCatalogs = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private SegmentDraft(JsonObject definition, string text) => (Definition, Text) = (definition, text);

    /// <summary>The definition of the segment, as a catalog has it.</summary>
    internal JsonObject Definition { get; private set; }

    /// <summary>The same as text; what was typed, where that is no definition.</summary>
    internal string Text { get; private set; }

    /// <summary>Why the text is no definition, so that the tree is of before; null where it is one.</summary>
    internal string? Fault { get; private set; }

    /// <summary>The condition.</summary>
    internal JsonObject Condition => Definition[When] as JsonObject ?? Replace();

    /// <summary>One of everybody.</summary>
    internal static SegmentDraft New() => Of("""{ "when": { "all": [] } }""");

    /// <summary>One of a definition.</summary>
    internal static SegmentDraft Of(string text)
    {
        var draft = new SegmentDraft([], string.Empty);
        draft.Write(text);
        return draft;
    }

    /// <summary>UTF-8 of the text.</summary>
    internal byte[] ToUtf8() => Encoding.UTF8.GetBytes(Text);

    /// <summary>The form changed the tree.</summary>
    internal void Changed() => (Text, Fault) = (Definition.ToJsonString(Indented), null);

    /// <summary>Takes a text over; the tree follows where it is a JSON object.</summary>
    internal void Write(string text)
    {
        try
        {
            if (JsonNode.Parse(text, documentOptions: AsCatalogs) is JsonObject definition)
            {
                // Repeated names are found when the object is first looked into.
                _ = definition.Count;
                (Definition, Text, Fault) = (definition, definition.ToJsonString(Indented), null);
                return;
            }

            (Text, Fault) = (text, Texts.BuilderNoObject);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            (Text, Fault) = (text, Layout.Numbers.Say(Texts.BuilderNoJson, fault.Message));
        }
    }

    /// <summary>A property beside the condition, as text; empty where there is none.</summary>
    internal string Property(string name) => Definition[name] is JsonValue value ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString() : string.Empty;

    /// <summary>Sets a property beside the condition; an empty text takes it away.</summary>
    internal void SetProperty(string name, string text, bool isNumber)
    {
        if (text.Length == 0)
        {
            Definition.Remove(name);
        }
        else
        {
            Definition[name] = isNumber ? FieldValue.Number(text) : JsonValue.Create(text);
        }

        Changed();
    }

    private JsonObject Replace()
    {
        var condition = new JsonObject { ["all"] = new JsonArray() };
        Definition[When] = condition;
        return condition;
    }
}
