using System.Globalization;
using System.Text;

namespace PersonaGrain.Cli.Mappings;

/// <summary>A value as it is shown to the owner of the file that it stands in: cut at 64 characters, control characters as escapes.</summary>
/// <remarks>Only for the command line. What others may read shows the shape alone: <see cref="Signals.ValueMask"/>.</remarks>
internal static class ShownText
{
    private const int MaximumLength = Signals.ValueMask.MaximumLength;

    /// <summary>The text as it is shown.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, MaximumLength + 1));
        var length = 0;
        foreach (var character in text.EnumerateRunes())
        {
            if (++length > MaximumLength)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(Rune.IsControl(character) ? Escape(character.Value) : character.ToString());
        }

        return shown.ToString();
    }

    private static string Escape(int control) => control switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => "\\u" + control.ToString("x4", CultureInfo.InvariantCulture),
    };
}
