using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Json;

/// <summary>Reads one JSON scalar as an attribute value.</summary>
/// <remarks>
/// Whole numbers are exact to 64 bits; longer ones are kept as text and noted. What can not be held is noted, and there is no value.
/// </remarks>
internal static class JsonScalars
{
    private const double ExactLimit = 1L << 53;
    private static readonly SearchValues<byte> DigitsAndSign = SearchValues.Create("-0123456789"u8);

    /// <summary>The value of a text, number or truth value; false, noted, for anything else.</summary>
    internal static bool TryRead(JsonElement element, FlatField field, string name, SignalNotes notes, out AttributeValue value)
    {
        value = default;
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return TryText(element, field, name, notes, out value);
            case JsonValueKind.Number:
                return TryNumber(element, field, name, notes, out value);
            case JsonValueKind.True or JsonValueKind.False:
                value = AttributeValue.Of(element.ValueKind == JsonValueKind.True);
                return true;
            default:
                return Leave(JsonFields.WrongType(field.Of(name), "a text, a number or a truth value", element), notes);
        }
    }

    /// <summary>The fault of a text that has a NUL, which a broken character was read as.</summary>
    internal static SignalFault NotText(string field) =>
        new("invalid_text", field, $"{field} has a NUL character, half a surrogate pair or broken UTF-8; send valid Unicode");

    private static bool TryText(JsonElement element, FlatField field, string name, SignalNotes notes, out AttributeValue value)
    {
        var text = element.GetString()!;
        value = AttributeValue.Of(text);
        return !text.Contains('\0', StringComparison.Ordinal) || Leave(NotText(field.Of(name)), notes);
    }

    private static bool TryNumber(JsonElement element, FlatField field, string name, SignalNotes notes, out AttributeValue value)
    {
        value = default;
        if (!element.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            return Leave(JsonFields.NotFinite(field.Of(name)) with { Sample = JsonSample.Of(element) }, notes);
        }

        if (Math.Abs(number) <= ExactLimit && number != ExactLimit && number != -ExactLimit)
        {
            value = AttributeValue.Of(number);
            return true;
        }

        value = Large(element, number, field, name, notes);
        return true;
    }

    // Only what is written as digits alone says that every one of them matters.
    private static AttributeValue Large(JsonElement element, double number, FlatField field, string name, SignalNotes notes)
    {
        if (element.TryGetInt64(out var whole))
        {
            return AttributeValue.Of(whole);
        }

        var digits = JsonMarshal.GetRawUtf8Value(element);
        if (digits.ContainsAnyExcept(DigitsAndSign))
        {
            return AttributeValue.Of(number);
        }

        notes.AddContent(new SignalFault("number_kept_as_text", field.Of(name), $"{field.Of(name)} is a whole number of more than 64 bits; kept as text, so that no digit is lost")
        {
            Sample = JsonSample.Of(element),
        });
        return AttributeValue.Of(Encoding.ASCII.GetString(digits));
    }

    private static bool Leave(SignalFault note, SignalNotes notes)
    {
        notes.AddContent(note with { Message = note.Message + "; the field was left out" });
        return false;
    }
}
