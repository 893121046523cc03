using System.Runtime.InteropServices;
using System.Text;

namespace PersonaGrain.Signals.Composition;

/// <summary>The composed form of text (NFC, of Unicode 14.0), in which é is one character, and not an e with a mark after it.</summary>
/// <remarks>The runtime's own does nothing here: programs run without ICU. Text below U+0300 costs a scan, other text that is composed a look-up for each character.</remarks>
public static class ComposedText
{
    private const char FirstUnsettled = '\u0300';

    /// <summary>The text in composed form; the same where it is.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyInRange(FirstUnsettled, char.MaxValue) || IsSettled(text))
        {
            return text;
        }

        var characters = new List<int>(text.Length * 2);
        foreach (var character in text.EnumerateRunes())
        {
            TakeApart(character.Value, characters);
        }

        Order(characters);
        var composed = PutTogether(characters);
        return string.Equals(composed, text, StringComparison.Ordinal) ? text : composed;
    }

    private static bool IsSettled(string text)
    {
        foreach (var character in text.EnumerateRunes())
        {
            if (CanonicalTable.IsUnsettled(character.Value))
            {
                return false;
            }
        }

        return true;
    }

    private static void TakeApart(int character, List<int> parts)
    {
        if (!Hangul.TryTakeApart(character, out var first, out var second) && !CanonicalTable.TryTakeApart(character, out first, out second))
        {
            parts.Add(character);
            return;
        }

        TakeApart(first, parts);
        if (second != 0)
        {
            TakeApart(second, parts);
        }
    }

    /// <summary>Puts the marks on one letter in the order of their classes; those of one class stay as they are.</summary>
    private static void Order(List<int> characters)
    {
        for (var start = 0; start < characters.Count; start++)
        {
            var end = start;
            while (end < characters.Count && CanonicalTable.ClassOf(characters[end]) > 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                int[] ordered = [.. characters[start..end].OrderBy(CanonicalTable.ClassOf)];
                ordered.CopyTo(CollectionsMarshal.AsSpan(characters)[start..]);
            }

            start = end;
        }
    }

    /// <summary>A mark joins the letter before it unless one of its class or a higher one stands between them.</summary>
    private static string PutTogether(List<int> characters)
    {
        var composed = new List<int>(characters.Count);
        var (letter, between) = (-1, -1);
        foreach (var character in characters)
        {
            var rank = CanonicalTable.ClassOf(character);
            if (letter >= 0 && between < rank && TryPutTogether(composed[letter], character, out var whole))
            {
                composed[letter] = whole;
                continue;
            }

            (letter, between) = rank == 0 ? (composed.Count, -1) : (letter, rank);
            composed.Add(character);
        }

        var text = new StringBuilder(composed.Count);
        foreach (var character in composed)
        {
            text.Append(new Rune(character).ToString());
        }

        return text.ToString();
    }

    private static bool TryPutTogether(int first, int second, out int whole) =>
        Hangul.TryPutTogether(first, second, out whole) || CanonicalTable.TryPutTogether(first, second, out whole);
}
