using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using PersonaGrain.Time;

namespace PersonaGrain.Documents;

/// <summary>One JSON value being read. A read that fails notes a fault and gives null; it never throws.</summary>
/// <param name="Element">The value; undefined where there is none.</param>
/// <param name="Path">Where it stands, as a JSON path.</param>
/// <param name="Faults">Where its faults go.</param>
/// <remarks>In every read, <c>what</c> is what the value is called in messages.</remarks>
public readonly record struct Node(JsonElement Element, string Path, FaultList Faults)
{
    private const int ShownLength = 60;

    /// <summary>What the value is.</summary>
    public JsonValueKind Kind => Element.ValueKind;

    /// <summary>The value as written, on one line and shortened.</summary>
    public string Shown
    {
        get
        {
            if (Kind == JsonValueKind.Undefined)
            {
                return string.Empty;
            }

            var raw = JsonMarshal.GetRawUtf8Value(Element);
            var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, 4 * ShownLength)]);
            text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (text.Length <= ShownLength && raw.Length <= 4 * ShownLength)
            {
                return text;
            }

            var end = Math.Min(ShownLength - 1, text.Length);
            return string.Concat(text.AsSpan(0, end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
        }
    }

    /// <summary>Notes a fault of this value.</summary>
    public void Fault(string message) => Faults.Add(Path, Shown, message);

    /// <summary>Text in valid Unicode, of at most <see cref="DocumentLimits.TextLength"/> characters; null with a fault otherwise.</summary>
    /// <param name="what">What the value is called in messages.</param>
    /// <param name="ifEmpty">The fault of an empty text; null where it may be empty.</param>
    public string? Text(string what, string? ifEmpty = null)
    {
        if (Kind != JsonValueKind.String)
        {
            return Refuse($"write {what} as text");
        }

        if (!TryText(Element, out var text))
        {
            return Refuse("the text has half a surrogate pair; write valid Unicode");
        }

        if (text.Length > DocumentLimits.TextLength)
        {
            return Refuse($"the text has {text.Length} characters; at most {DocumentLimits.TextLength} are taken");
        }

        return text.Length == 0 && ifEmpty is not null ? Refuse(ifEmpty) : text;
    }

    /// <summary>One of a few words; null with a fault, and the nearest of them, otherwise.</summary>
    public string? Word(string what, IReadOnlyCollection<string> words)
    {
        var word = Text(what);
        return word is null || words.Contains(word)
            ? word
            : Refuse($"{what} is one of {string.Join(", ", words)}{NearName.Hint(word, words)}");
    }

    /// <summary>A finite number within bounds, both included; null with a fault otherwise.</summary>
    public double? Number(string what, double least = double.MinValue, double most = double.MaxValue, bool whole = false)
    {
        if (Kind == JsonValueKind.Number
            && Element.TryGetDouble(out var number)
            && double.IsFinite(number)
            && number >= least
            && number <= most
            && (!whole || number == Math.Floor(number)))
        {
            return number;
        }

        var range = most == double.MaxValue ? "a finite number" : $"a {(whole ? "whole " : string.Empty)}number from {least} to {most}";
        Fault($"write {what} as {range}");
        return null;
    }

    /// <summary>True or false; null with a fault otherwise.</summary>
    public bool? Truth(string what)
    {
        if (Kind is JsonValueKind.True or JsonValueKind.False)
        {
            return Kind == JsonValueKind.True;
        }

        Fault($"write {what} as true or false");
        return null;
    }

    /// <summary>A duration longer than nothing, or also nothing where that is asked for; null with a fault otherwise.</summary>
    public TimeSpan? Duration(bool orZero = false)
    {
        if (Kind != JsonValueKind.String || !TryText(Element, out var text) || !DurationText.TryParse(text, out var duration))
        {
            Fault($"write {DurationText.Forms}, at most {DurationText.Format(DurationText.Longest)}");
            return null;
        }

        if (duration < TimeSpan.Zero || (duration == TimeSpan.Zero && !orZero))
        {
            Fault("a duration must be longer than 0");
            return null;
        }

        return duration;
    }

    /// <summary>A date, which is the whole day in UTC, or a date and time of day, in ISO 8601; null with a fault otherwise.</summary>
    public DateOrTime? Date()
    {
        if (Kind == JsonValueKind.String && TryText(Element, out var text) && DateOrTime.TryParseExact(text, out var date))
        {
            return date;
        }

        Fault("this is no date and no time: write ISO 8601, such as \"2026-03-01\" (the whole day, UTC) or \"2026-03-01T12:00:00Z\"");
        return null;
    }

    /// <summary>The elements of an array; empty with a fault where it is none.</summary>
    public IReadOnlyList<Node> Items(string what)
    {
        var items = new List<Node>();
        if (Kind != JsonValueKind.Array)
        {
            Fault($"write {what} as a list");
            return items;
        }

        foreach (var element in Element.EnumerateArray())
        {
            items.Add(new Node(element, $"{Path}[{items.Count}]", Faults));
        }

        return items;
    }

    /// <summary>The value of a property, to look at before the object is read; undefined where there is none.</summary>
    /// <remarks>A name with half a surrogate pair is passed over; what JSON elements have of their own for this throws at it.</remarks>
    internal JsonElement Member(string name)
    {
        var found = default(JsonElement);
        if (Kind != JsonValueKind.Object)
        {
            return found;
        }

        foreach (var property in Element.EnumerateObject())
        {
            if (IsNamed(property, name))
            {
                found = property.Value;
            }
        }

        return found;
    }

    private static bool IsNamed(JsonProperty property, string name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // Escapes of half a surrogate pair are found only when the text is decoded.
    internal static bool TryText(JsonElement element, out string text)
    {
        try
        {
            text = element.GetString() ?? string.Empty;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = string.Empty;
            return false;
        }
    }

    private string? Refuse(string message)
    {
        Fault(message);
        return null;
    }
}
