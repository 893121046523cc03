using System.Text;

namespace PersonaGrain.Signals;

/// <summary>The shape of a value without what it says: letters become <c>a</c> or <c>A</c>, digits <c>9</c>, all else stays; cut at 64 characters.</summary>
/// <remarks><c>"1,149.90"</c> becomes <c>9,999.99</c>, <c>"€ 20"</c> becomes <c>€ 99</c>.</remarks>
public static class ValueMask
{
    /// <summary>The most characters of a value that are shown.</summary>
    public const int MaximumLength = 64;

    /// <summary>The shape of a text.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var shape = new StringBuilder(Math.Min(text.Length, MaximumLength + 1));
        foreach (var character in text.EnumerateRunes())
        {
            if (shape.Length + character.Utf16SequenceLength > MaximumLength)
            {
                return shape.Append('…').ToString();
            }

            shape.Append(Mask(character));
        }

        return shape.ToString();
    }

    /// <summary>The shape of a value; of a list the shape of its elements.</summary>
    public static string Of(in AttributeValue value) => value.Kind == AttributeKind.List ? OfList(value.List) : Of(value.ToString());

    private static string OfList(ReadOnlySpan<AttributeValue> elements)
    {
        var shape = new StringBuilder("[");
        foreach (ref readonly var element in elements)
        {
            shape.Append(shape.Length > 1 ? ", " : string.Empty).Append(element.Kind == AttributeKind.List ? "[…]" : Of(element.ToString()));
            if (shape.Length >= MaximumLength)
            {
                return shape.ToString(0, MaximumLength) + "…";
            }
        }

        return shape.Append(']').ToString();
    }

    private static string Mask(Rune character)
    {
        if (Rune.IsLetter(character))
        {
            return Rune.IsUpper(character) ? "A" : "a";
        }

        return Rune.IsDigit(character) ? "9" : Rune.IsControl(character) ? "�" : character.ToString();
    }
}
