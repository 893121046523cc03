using System.Globalization;
using System.Text;

namespace PersonaGrain.Cli.Consoles;

/// <summary>
/// Text of a file as a terminal may get it: control characters, which could move its cursor or hide what it shows, and those that turn the direction
/// of text around come as escapes.
/// </summary>
internal static class TerminalText
{
    /// <summary>The whole text; the same where it has none of them.</summary>
    public static string Of(string text)
    {
        var first = 0;
        while (first < text.Length && !IsEscaped(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var shown = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (var character in text.AsSpan(first))
        {
            if (IsEscaped(character))
            {
                shown.Append(Escape(character));
            }
            else
            {
                shown.Append(character);
            }
        }

        return shown.ToString();
    }

    /// <summary>Whether a character comes as an escape.</summary>
    public static bool IsEscaped(int character) =>
        character is < 0x20 or (>= 0x7F and <= 0x9F) or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>The escape of a character, as JSON writes it.</summary>
    public static string Escape(int character) => character switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => "\\u" + character.ToString("x4", CultureInfo.InvariantCulture),
    };
}
