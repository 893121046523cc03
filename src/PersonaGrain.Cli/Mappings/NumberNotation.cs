using System.Globalization;

namespace PersonaGrain.Cli.Mappings;

/// <summary>How numbers are written: the decimal sign, and the sign between groups of digits where there is one.</summary>
/// <param name="Decimal">The decimal sign: a point or a comma.</param>
/// <param name="Thousands">The sign between groups; a blank stands for every kind of blank. Null where digits are not grouped.</param>
internal sealed record NumberNotation(char Decimal, char? Thousands)
{
    /// <summary>A point, and no groups.</summary>
    public static readonly NumberNotation Plain = new('.', null);

    /// <summary>A number, exact to 28 digits.</summary>
    public bool TryRead(string text, out decimal number)
    {
        number = 0;
        return TryPlain(text, out var plain) && decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The same number with a point and without groups; false where the groups are none, so that 1,5 is never read as 15.</summary>
    public bool TryPlain(string text, out string plain)
    {
        plain = text;
        if (Decimal == '.' && Thousands is null)
        {
            return true;
        }

        Span<char> kept = text.Length <= 128 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        var (digits, groups, isFraction) = (0, 0, false);
        foreach (var character in text)
        {
            if (IsGroupSign(character) && !isFraction && digits > 0)
            {
                if (digits > 3 || (groups > 0 && digits < 2))
                {
                    return false;
                }

                (digits, groups) = (0, groups + 1);
                continue;
            }

            // Written as a number of another notation, it is none of this one.
            if (character == '.' && Decimal != '.')
            {
                return false;
            }

            if (!isFraction && !char.IsAsciiDigit(character) && groups > 0 && digits != 3)
            {
                return false;
            }

            isFraction |= character == Decimal;
            digits += char.IsAsciiDigit(character) ? 1 : 0;
            kept[length++] = character == Decimal ? '.' : character;
        }

        plain = new string(kept[..length]);
        return isFraction || groups == 0 || digits == 3;
    }

    private bool IsGroupSign(char character) =>
        Thousands is { } sign && (character == sign || (char.IsWhiteSpace(sign) && char.IsWhiteSpace(character)));
}
