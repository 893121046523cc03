using System.Text.Json;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Json;

/// <summary>Reads single fields of a request, each with a fault that names the field and what to send.</summary>
/// <remarks>
/// The JSON was checked with <see cref="JsonUnicode"/> before; strings read here never throw. Signals are not read with
/// <see cref="PersonaGrain.Documents"/>, on purpose: each is read in one pass, without a table of properties and a path for each
/// of them, and its first fault is the reason for which it is refused and counted.
/// </remarks>
internal static class JsonFields
{
    /// <summary>The deepest JSON that a body may hold: none is refused by the parser, so that one deep item does not spoil a batch.</summary>
    internal static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 1_000_000 };

    /// <summary>Reads a text; absent and null give null.</summary>
    internal static bool TryText(JsonElement element, string field, out string? text, out SignalFault? fault)
    {
        fault = null;
        text = null;
        if (element.ValueKind == JsonValueKind.String)
        {
            text = element.GetString();
            return true;
        }

        return IsAbsent(element) || Refuse(element, field, "a text", out fault);
    }

    /// <summary>Reads a finite number; absent and null give null.</summary>
    internal static bool TryNumber(JsonElement element, string field, out double? number, out SignalFault? fault)
    {
        fault = null;
        number = null;
        if (element.ValueKind == JsonValueKind.Number)
        {
            if (element.TryGetDouble(out var value) && double.IsFinite(value))
            {
                number = value;
                return true;
            }

            fault = NotFinite(field);
            return false;
        }

        return IsAbsent(element) || Refuse(element, field, "a number", out fault);
    }

    /// <summary>Reads an ISO 8601 date and time; absent and null give null.</summary>
    internal static bool TryTime(JsonElement element, string field, out Instant? time, out SignalFault? fault)
    {
        time = null;
        if (!TryText(element, field, out var text, out fault))
        {
            return false;
        }

        if (text is null)
        {
            return true;
        }

        if (Instant.TryParse(text, out var instant))
        {
            time = instant;
            return true;
        }

        fault = new SignalFault("invalid_time", field, $"{field} is not an ISO 8601 date and time; write it like 2026-03-01T12:00:00Z");
        return false;
    }

    /// <summary>Reads an object; absent and null give an element that <see cref="IsAbsent"/>.</summary>
    internal static bool TryObject(JsonElement element, string field, out SignalFault? fault)
    {
        fault = null;
        return element.ValueKind == JsonValueKind.Object || IsAbsent(element) || Refuse(element, field, "an object", out fault);
    }

    /// <summary>Whether a field is missing or null.</summary>
    internal static bool IsAbsent(JsonElement element) => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    internal static SignalFault NotFinite(string field) =>
        new("not_finite", field, $"{field} is not a number that can be held; send a finite number below 1.8e308");

    internal static SignalFault WrongType(string field, string expected, JsonValueKind found) =>
        new("wrong_type", field, $"{field} is {Name(found)}; send {expected}");

    private static bool Refuse(JsonElement element, string field, string expected, out SignalFault? fault)
    {
        fault = WrongType(field, expected, element.ValueKind);
        return false;
    }

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };
}
