using System.Globalization;

namespace PersonaGrain.Signals;

/// <summary>What an <see cref="AttributeValue"/> holds. Values are stored: explicit and append-only.</summary>
public enum AttributeKind : byte
{
    /// <summary>Nothing: the attribute is absent or null.</summary>
    None = 0,

    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>A finite number.</summary>
    Number = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,

    /// <summary>A list of scalars.</summary>
    List = 4,

    /// <summary>A whole number beyond ±2^53 that fits 64 bits, exact. Whole numbers up to there are <see cref="Number"/>.</summary>
    Integer = 5,
}

/// <summary>A text, a number, a truth value, or a list of these; 24 bytes, no boxing for scalars.</summary>
/// <remarks>
/// <c>default</c> is <see cref="AttributeKind.None"/>. Equal by kind and content; lists by elements in order. A number has one form only: whole ones beyond
/// ±2^53 that fit 64 bits are <see cref="AttributeKind.Integer"/>, all others <see cref="AttributeKind.Number"/>.
/// </remarks>
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    /// <summary>The greatest whole number up to which every whole number is a double: 2^53.</summary>
    internal const long ExactLimit = 1L << 53;

    private const double Least64Bits = -9223372036854775808.0;
    private readonly object? _reference;
    private readonly long _bits;

    private AttributeValue(AttributeKind kind, object? reference, long bits)
    {
        Kind = kind;
        _reference = reference;
        _bits = bits;
    }

    /// <summary>What this value holds.</summary>
    public AttributeKind Kind { get; }

    /// <summary>Whether it is a number, whole and large or any other.</summary>
    public bool IsNumber => Kind is AttributeKind.Number or AttributeKind.Integer;

    /// <summary>The text; empty where this is not text.</summary>
    public string Text => _reference as string ?? string.Empty;

    /// <summary>The number, of a large whole one the nearest that a double can be; 0 where this is not a number.</summary>
    public double Number => Kind switch
    {
        AttributeKind.Number => BitConverter.Int64BitsToDouble(_bits),
        AttributeKind.Integer => _bits,
        _ => 0,
    };

    /// <summary>The whole number beyond ±2^53; 0 where this is not <see cref="AttributeKind.Integer"/>.</summary>
    public long Integer => Kind == AttributeKind.Integer ? _bits : 0;

    /// <summary>The truth value; false where this is not one.</summary>
    public bool Boolean => Kind == AttributeKind.Boolean && _bits != 0;

    /// <summary>The elements; empty where this is not a list.</summary>
    public ReadOnlySpan<AttributeValue> List => _reference as AttributeValue[];

    /// <summary>A text value.</summary>
    public static AttributeValue Of(string text) => new(AttributeKind.Text, text, 0);

    /// <summary>A number value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public static AttributeValue Of(double number)
    {
        if (Math.Abs(number) <= ExactLimit)
        {
            return new(AttributeKind.Number, null, BitConverter.DoubleToInt64Bits(number));
        }

        if (!double.IsFinite(number))
        {
            throw new ArgumentOutOfRangeException(nameof(number), "an attribute is a finite number");
        }

        return number is >= Least64Bits and < -Least64Bits
            ? new(AttributeKind.Integer, null, (long)number)
            : new(AttributeKind.Number, null, BitConverter.DoubleToInt64Bits(number));
    }

    /// <summary>A whole number, exact.</summary>
    public static AttributeValue Of(long number) => number is >= -ExactLimit and <= ExactLimit
        ? new(AttributeKind.Number, null, BitConverter.DoubleToInt64Bits(number))
        : new(AttributeKind.Integer, null, number);

    /// <summary>Which of two numbers is the greater, exact at any size: below 0, 0, or above 0.</summary>
    /// <exception cref="ArgumentException">One of them is not a number.</exception>
    public static int CompareNumbers(in AttributeValue left, in AttributeValue right)
    {
        if (!left.IsNumber || !right.IsNumber)
        {
            throw new ArgumentException("only numbers have an order", left.IsNumber ? nameof(right) : nameof(left));
        }

        if (left.Kind == right.Kind)
        {
            return left.Kind == AttributeKind.Integer ? left._bits.CompareTo(right._bits) : left.Number.CompareTo(right.Number);
        }

        // One lies beyond 2^53 and within 64 bits, where no number of the other kind lies.
        return left.Kind == AttributeKind.Integer ? Side(left._bits, right.Number) : -Side(right._bits, left.Number);
    }

    /// <summary>The sum of two numbers: of whole ones exact while it fits 64 bits, else the nearest double, at most the greatest that is finite.</summary>
    internal static AttributeValue Sum(in AttributeValue left, in AttributeValue right)
    {
        if (left.TryWhole(out var first) && right.TryWhole(out var second) && !Overflows(first, second))
        {
            return Of(first + second);
        }

        return Of(Math.Clamp(left.Number + right.Number, double.MinValue, double.MaxValue));
    }

    /// <summary>A truth value.</summary>
    public static AttributeValue Of(bool truth) => new(AttributeKind.Boolean, null, truth ? 1L : 0L);

    /// <summary>A list value; the array is taken over, not copied.</summary>
    public static AttributeValue Of(AttributeValue[] elements) => new(AttributeKind.List, elements, 0);

    /// <inheritdoc />
    public bool Equals(AttributeValue other) => Kind == other.Kind && Kind switch
    {
        AttributeKind.Text => string.Equals(Text, other.Text, StringComparison.Ordinal),
        AttributeKind.List => List.SequenceEqual(other.List),
        AttributeKind.Number => Number.Equals(other.Number),
        _ => _bits == other._bits,
    };

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => Kind switch
    {
        AttributeKind.Text => Text.GetHashCode(StringComparison.Ordinal),
        AttributeKind.List => List.Length,
        AttributeKind.Number => Number.GetHashCode(),
        _ => _bits.GetHashCode(),
    };

    /// <summary>Whether both hold the same.</summary>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        AttributeKind.Text => Text,
        AttributeKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        AttributeKind.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        AttributeKind.Boolean => Boolean ? "true" : "false",
        AttributeKind.List => "[" + string.Join(", ", List.ToArray()) + "]",
        _ => "null",
    };

    private static bool Overflows(long left, long right) => right > 0 ? left > long.MaxValue - right : left < long.MinValue - right;

    private bool TryWhole(out long whole)
    {
        whole = Kind == AttributeKind.Integer ? _bits : Math.Abs(Number) <= ExactLimit ? (long)Number : 0;
        return Kind == AttributeKind.Integer || whole == Number;
    }

    /// <summary>On which side of a number a large whole one lies.</summary>
    private static int Side(long large, double number) =>
        Math.Abs(number) <= ExactLimit ? Math.Sign(large) : number > 0 ? -1 : 1;
}
