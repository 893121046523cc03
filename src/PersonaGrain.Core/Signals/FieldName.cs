using System.Text;

namespace PersonaGrain.Signals;

/// <summary>The names of attributes and traits.</summary>
internal static class FieldName
{
    /// <summary>The most characters of a name.</summary>
    internal const int MaximumLength = 256;
    private const int ShownLength = 64;

    /// <summary>Whether a name is taken; else it is noted.</summary>
    internal static bool Check(string? name, string kind, ref FieldNotes notes)
    {
        if (IdentifierText.Check(name, MaximumLength, "name") is not { } fault)
        {
            return true;
        }

        notes.Add(fault with { Reason = "invalid_name", Field = Of(kind, name) });
        return false;
    }

    /// <summary>A field as faults name it: short enough to be repeated, and valid Unicode.</summary>
    internal static string Of(string kind, string? name)
    {
        var field = new StringBuilder(kind).Append('.');
        foreach (var character in (name ?? string.Empty).EnumerateRunes())
        {
            if (field.Length > kind.Length + ShownLength)
            {
                return field.Append('…').ToString();
            }

            field.Append(Rune.IsControl(character) ? Rune.ReplacementChar : character);
        }

        return field.ToString();
    }
}
