namespace PersonaGrain.Signals;

/// <summary>The rules that every identifying text keeps: not empty, bounded, well formed, no control characters.</summary>
public static class IdentifierText
{
    /// <summary>Whether a text has no fault. No allocation.</summary>
    public static bool IsSound(string? text, int maximumLength)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > maximumLength)
        {
            return false;
        }

        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                return false;
            }
        }

        return TextRepair.IsValid(text);
    }

    /// <summary>The fault of a text, or null where it has none.</summary>
    public static SignalFault? Check(string? text, int maximumLength, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new SignalFault("missing_" + field, field, $"{field} is missing; send one that is not empty");
        }

        if (text.Length > maximumLength)
        {
            return new SignalFault(field + "_too_long", field, $"{field} has {text.Length} characters; at most {maximumLength} are taken");
        }

        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character == '\0')
            {
                // What readers of JSON write in place of bytes that are no UTF-8.
                return new SignalFault("invalid_text", field, $"{field} is not valid text at {index}: bytes of another encoding, or a zero character; send UTF-8");
            }

            if (char.IsControl(character))
            {
                return new SignalFault("invalid_text", field, $"{field} has a control character (U+{(int)character:X4}) at {index}");
            }

            if (!char.IsSurrogate(character))
            {
                continue;
            }

            if (!char.IsHighSurrogate(character) || index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]))
            {
                return new SignalFault("invalid_text", field, $"{field} has half a surrogate pair at {index}; send valid Unicode");
            }

            index++;
        }

        return null;
    }
}
