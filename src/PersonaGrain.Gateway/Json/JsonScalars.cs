using System.Text.Json;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>Reads one JSON scalar as an attribute value.</summary>
internal static class JsonScalars
{
    /// <summary>The value of a text, number or truth value; anything else is a fault.</summary>
    internal static SignalFault? Read(JsonElement element, string field, out AttributeValue value)
    {
        value = default;
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                var text = element.GetString()!;
                if (text.Contains('\0', StringComparison.Ordinal))
                {
                    return new SignalFault("invalid_text", field, $"{field} has a NUL character; remove it");
                }

                value = AttributeValue.Of(text);
                return null;
            case JsonValueKind.Number:
                if (!element.TryGetDouble(out var number) || !double.IsFinite(number))
                {
                    return JsonFields.NotFinite(field);
                }

                value = AttributeValue.Of(number);
                return null;
            case JsonValueKind.True or JsonValueKind.False:
                value = AttributeValue.Of(element.ValueKind == JsonValueKind.True);
                return null;
            default:
                return JsonFields.WrongType(field, "a text, a number or a truth value", element.ValueKind);
        }
    }
}
