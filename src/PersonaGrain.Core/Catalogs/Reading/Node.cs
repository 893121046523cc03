using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>One JSON value being read: where it stands and where its faults go. Reads report a fault and give a stand-in; they never throw.</summary>
internal readonly record struct Node(JsonElement Element, string Path, FaultList Faults)
{
    private const int ShownLength = 60;

    internal JsonValueKind Kind => Element.ValueKind;

    /// <summary>The value as written, on one line and shortened.</summary>
    internal string Shown
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

    internal void Fault(string message) => Faults.Add(Path, Shown, message);

    internal Node At(int index, JsonElement element) => new(element, $"{Path}[{index}]", Faults);

    /// <summary>Text that is valid Unicode and not too long; empty with a fault otherwise.</summary>
    internal string Text(string what)
    {
        if (Kind != JsonValueKind.String)
        {
            Fault($"write {what} as text");
            return string.Empty;
        }

        if (!TryText(Element, out var text))
        {
            Fault("the text has half a surrogate pair; write valid Unicode");
            return string.Empty;
        }

        if (text.Length > CatalogLimits.TextLength)
        {
            Fault($"the text has {text.Length} characters; at most {CatalogLimits.TextLength} are taken");
            return string.Empty;
        }

        return text;
    }

    /// <summary>A finite number within bounds; null with a fault otherwise.</summary>
    internal double? Number(string what, double least, double most, bool whole = false)
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

    internal bool? Truth(string what)
    {
        if (Kind is JsonValueKind.True or JsonValueKind.False)
        {
            return Kind == JsonValueKind.True;
        }

        Fault($"write {what} as true or false");
        return null;
    }

    /// <summary>A duration longer than nothing, or also nothing where that is asked for; null with a fault otherwise.</summary>
    internal TimeSpan? Duration(bool orZero = false)
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

    internal Instant? Time()
    {
        if (Kind == JsonValueKind.String && TryText(Element, out var text) && text is [_, _, _, _, '-', _, _, '-', ..] && Instant.TryParse(text, out var time))
        {
            return time;
        }

        Fault("write a time in ISO 8601, such as \"2026-03-01\" or \"2026-03-01T12:00:00Z\"");
        return null;
    }

    /// <summary>The elements of an array; empty with a fault where it is none.</summary>
    internal List<Node> Items(string what)
    {
        var items = new List<Node>();
        if (Kind != JsonValueKind.Array)
        {
            Fault($"write {what} as a list");
            return items;
        }

        foreach (var element in Element.EnumerateArray())
        {
            items.Add(At(items.Count, element));
        }

        return items;
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
}
