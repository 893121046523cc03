using System.Text.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>Writes attribute values as the JSON they came from; no allocation.</summary>
public static class AttributeJson
{
    /// <summary>Writes one value.</summary>
    public static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        switch (value.Kind)
        {
            case AttributeKind.Text:
                writer.WriteStringValue(value.Text);
                break;
            case AttributeKind.Number:
                writer.WriteNumberValue(value.Number);
                break;
            case AttributeKind.Integer:
                writer.WriteNumberValue(value.Integer);
                break;
            case AttributeKind.Boolean:
                writer.WriteBooleanValue(value.Boolean);
                break;
            case AttributeKind.List:
                writer.WriteStartArray();
                foreach (var element in value.List)
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
