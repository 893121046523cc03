using System.Globalization;
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
    private const NumberStyles PlainNumber =
        NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a text, of a number its digits; absent and null give null.</summary>
    internal static bool TryText(JsonElement element, string field, out string? text, out SignalFault? fault)
    {
        fault = null;
        text = null;
        if (element.ValueKind == JsonValueKind.String)
        {
            text = element.GetString();
            return true;
        }

        if (element.ValueKind == JsonValueKind.Number)
        {
            text = Digits(element);
            return true;
        }

        return IsAbsent(element) || Refuse(element, field, "a text", out fault);
    }

    /// <summary>Reads a finite number, also where it is written as text in plain digits; absent and null give null.</summary>
    internal static bool TryNumber(JsonElement element, string field, out double? number, out SignalFault? fault)
    {
        (fault, number) = (null, null);
        if (element.ValueKind == JsonValueKind.Number)
        {
            number = element.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;
            fault = number is null ? NotFinite(field) with { Sample = JsonSample.Of(element) } : null;
            return fault is null;
        }

        if (element.ValueKind == JsonValueKind.String && double.TryParse(element.GetString(), PlainNumber, CultureInfo.InvariantCulture, out var read) &&
            double.IsFinite(read))
        {
            number = read;
            return true;
        }

        return IsAbsent(element) || Refuse(element, field, "a number", out fault);
    }

    /// <summary>
    /// Reads an ISO 8601 date and time, or seconds or milliseconds since 1970 as <see cref="EpochTime"/> has them; absent and null give null.
    /// </summary>
    internal static bool TryTime(JsonElement element, string field, out Instant? time, out SignalFault? fault)
    {
        time = null;
        fault = null;
        if (IsAbsent(element))
        {
            return true;
        }

        if (ReadTime(element) is { } read)
        {
            time = read;
            return true;
        }

        fault = new SignalFault("invalid_time", field, $"{field} is not an ISO 8601 date and time; write it like 2026-03-01T12:00:00Z")
        {
            Sample = JsonSample.Of(element),
        };
        return false;
    }

    private static Instant? ReadTime(JsonElement element)
    {
        var text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        if (text is not null && Instant.TryParse(text, out var written))
        {
            return written;
        }

        var number = 0.0;
        var isNumber = text is null
            ? element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out number)
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
        return isNumber && EpochTime.TryRead(number, out var counted) ? counted : null;
    }

    /// <summary>Whether a field is missing or null.</summary>
    internal static bool IsAbsent(JsonElement element) => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    internal static SignalFault NotFinite(string field) =>
        new("not_finite", field, $"{field} is not a number that can be held; send a finite number below 1.8e308");

    internal static SignalFault WrongType(string field, string expected, JsonElement found) =>
        new("wrong_type", field, $"{field} is {Name(found.ValueKind)}; send {expected}") { Sample = JsonSample.Of(found) };

    /// <summary>What PHP and Lua write for an object that has nothing in it.</summary>
    internal static bool IsEmptyList(JsonElement element) => element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 0;

    // One number has one text however a sender writes it: 42 and 42.0 are the same person.
    private static string Digits(JsonElement number) => number.TryGetDecimal(out var exact)
        ? exact.ToString("0.#############################", CultureInfo.InvariantCulture)
        : number.GetRawText();

    private static bool Refuse(JsonElement element, string field, string expected, out SignalFault? fault)
    {
        fault = WrongType(field, expected, element);
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
