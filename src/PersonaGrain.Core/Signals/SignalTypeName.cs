using System.Buffers;
using System.Globalization;
using System.Text;

namespace PersonaGrain.Signals;

/// <summary>
/// Names in snake case: letters of any script, in lower case where the script has case, digits and <c>_</c>; a letter first. What signal types are called, and
/// everything in a catalog that has a name.
/// </summary>
public static class SignalTypeName
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Whether a text is such a name, of any length above 0. No allocation.</summary>
    public static bool IsOne(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            return false;
        }

        return name.ContainsAnyExcept(Plain) ? IsOneOfAnyScript(name) : char.IsAsciiLetterLower(name[0]);
    }

    /// <summary>Whether a character may stand in a name, after the first one: a letter that is not upper case, a mark on one, a digit, or <c>_</c>.</summary>
    public static bool Takes(Rune character) => character.Value == '_' || Rune.IsDigit(character) || IsMark(character) || IsLowerLetter(character);

    private static bool IsOneOfAnyScript(ReadOnlySpan<char> name)
    {
        var isFirst = true;
        foreach (var character in name.EnumerateRunes())
        {
            if (isFirst ? !IsLowerLetter(character) : !Takes(character))
            {
                return false;
            }

            isFirst = false;
        }

        return true;
    }

    private static bool IsLowerLetter(Rune character) => Rune.IsLetter(character) && Rune.ToLowerInvariant(character) == character;

    private static bool IsMark(Rune character) =>
        Rune.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
