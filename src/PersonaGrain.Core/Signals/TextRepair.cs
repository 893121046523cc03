using System.Text;

namespace PersonaGrain.Signals;

/// <summary>Text that can be stored: valid Unicode of at most so many bytes.</summary>
internal static class TextRepair
{
    /// <summary>The most bytes of UTF-8 that a text may have.</summary>
    internal const int MaximumBytes = 8 * 1024;

    /// <summary>Whether a text is no longer than it may be.</summary>
    internal static bool Fits(string text) => text.Length * 3 <= MaximumBytes || Encoding.UTF8.GetByteCount(text) <= MaximumBytes;

    /// <summary>Whether every surrogate is one of a pair. No allocation.</summary>
    internal static bool IsValid(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        while (at >= 0)
        {
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return false;
            }

            text = text[(at + 2)..];
            at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        }

        return true;
    }

    /// <summary>The text with U+FFFD for each half of a surrogate pair, cut between two characters where it is too long.</summary>
    internal static string Repair(string text)
    {
        var repaired = new StringBuilder(Math.Min(text.Length, MaximumBytes));
        var bytes = 0;
        foreach (var character in text.EnumerateRunes())
        {
            bytes += character.Utf8SequenceLength;
            if (bytes > MaximumBytes)
            {
                break;
            }

            repaired.Append(character);
        }

        return repaired.ToString();
    }
}
