using System.Buffers;
using System.Text.Json;

namespace PersonaGrain.Gateway.Json;

/// <summary>Parses what senders send, of whatever depth, so that one odd item does not spoil the batch around it.</summary>
/// <remarks>
/// The time to make a document grows with the square of its depth, so that is bounded. What lies deeper is cut off before; it is far below what is
/// kept of any field (<see cref="JsonFlattener.MaximumDepth"/>), where the cut is noted.
/// </remarks>
internal static class BodyJson
{
    private const int MostLevels = 1_000;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MostLevels };

    /// <summary>Parses JSON. O(length), and O(length) again where it is nested deeper than is parsed.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException) when (Cut(json.Span) is { } shallow)
        {
            return JsonDocument.Parse(shallow, Options);
        }
    }

    // Null in place of each object and list below the most levels; null where there is none, or where the text is no JSON in any case.
    private static ReadOnlyMemory<byte>? Cut(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var shallow = new ArrayBufferWriter<byte>(json.Length);
        var kept = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MostLevels)
                {
                    shallow.Write(json[kept..(int)reader.TokenStartIndex]);
                    shallow.Write("null"u8);
                    reader.Skip();
                    kept = (int)reader.BytesConsumed;
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        shallow.Write(json[kept..]);
        return kept == 0 ? null : shallow.WrittenMemory;
    }
}
