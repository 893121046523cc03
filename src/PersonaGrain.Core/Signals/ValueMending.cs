namespace PersonaGrain.Signals;

/// <summary>Brings values within the sizes that are taken.</summary>
internal static class ValueMending
{
    private const int MaximumElements = 1_000;

    /// <summary>A list of lists of scalars is the deepest.</summary>
    private const int MaximumDepth = 2;

    /// <summary>Whether a value is taken as it is. No allocation.</summary>
    internal static bool IsSound(in AttributeValue value, int depth = 0)
    {
        if (value.Kind == AttributeKind.Text)
        {
            return TextRepair.Fits(value.Text) && TextRepair.IsValid(value.Text);
        }

        if (value.Kind != AttributeKind.List)
        {
            return true;
        }

        if (depth == MaximumDepth || value.List.Length > MaximumElements)
        {
            return false;
        }

        foreach (ref readonly var element in value.List)
        {
            if (!IsSound(element, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The value cut to what is taken, each cut noted; false where it has to be left out.</summary>
    internal static bool TryMend(in AttributeValue value, string field, ref FieldNotes notes, out AttributeValue mended)
    {
        mended = value;
        return IsSound(value) || TryMend(value, field, 0, ref notes, out mended);
    }

    private static bool TryMend(in AttributeValue value, string field, int depth, ref FieldNotes notes, out AttributeValue mended)
    {
        mended = value;
        if (value.Kind == AttributeKind.Text)
        {
            mended = AttributeValue.Of(MendText(value.Text, field, ref notes));
            return true;
        }

        return value.Kind != AttributeKind.List || TryMendList(value, field, depth, ref notes, out mended);
    }

    private static string MendText(string text, string field, ref FieldNotes notes)
    {
        if (!TextRepair.Fits(text))
        {
            notes.Add(new SignalFault(
                notes.Mends ? "text_cut" : "text_too_long",
                field,
                $"at most {TextRepair.MaximumBytes} bytes of UTF-8 are taken{(notes.Mends ? "; the rest was cut off" : string.Empty)}"));
        }

        if (!TextRepair.IsValid(text))
        {
            notes.Add(new SignalFault("invalid_text", field, "half a surrogate pair, which is no character; send valid Unicode"));
        }

        return TextRepair.Repair(text);
    }

    private static bool TryMendList(in AttributeValue value, string field, int depth, ref FieldNotes notes, out AttributeValue mended)
    {
        mended = default;
        if (depth == MaximumDepth)
        {
            notes.Add(new SignalFault("nested_list", field, "a list holds scalars, or lists of scalars; the field was left out"));
            return false;
        }

        if (value.List.Length > MaximumElements)
        {
            notes.Add(new SignalFault(
                notes.Mends ? "list_cut" : "list_too_long",
                field,
                $"{value.List.Length} elements; at most {MaximumElements} are taken{(notes.Mends ? "; the rest was cut off" : string.Empty)}"));
        }

        var elements = value.List[..Math.Min(value.List.Length, MaximumElements)].ToArray();
        for (var index = 0; index < elements.Length; index++)
        {
            var element = elements[index];
            if (!IsSound(element, depth + 1) && !TryMend(element, field, depth + 1, ref notes, out elements[index]))
            {
                return false;
            }
        }

        mended = AttributeValue.Of(elements);
        return true;
    }
}
