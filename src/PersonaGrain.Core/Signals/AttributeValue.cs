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
}

/// <summary>A text, a finite number, a truth value, or a list of these; 24 bytes, no boxing for scalars.</summary>
/// <remarks><c>default</c> is <see cref="AttributeKind.None"/>. Equal by kind and content; lists by elements in order.</remarks>
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    private readonly object? _reference;
    private readonly double _number;

    private AttributeValue(AttributeKind kind, object? reference, double number)
    {
        Kind = kind;
        _reference = reference;
        _number = number;
    }

    /// <summary>What this value holds.</summary>
    public AttributeKind Kind { get; }

    /// <summary>The text; empty where this is not text.</summary>
    public string Text => _reference as string ?? string.Empty;

    /// <summary>The number; 0 where this is not a number.</summary>
    public double Number => Kind == AttributeKind.Number ? _number : 0;

    /// <summary>The truth value; false where this is not one.</summary>
    public bool Boolean => Kind == AttributeKind.Boolean && _number != 0;

    /// <summary>The elements; empty where this is not a list.</summary>
    public ReadOnlySpan<AttributeValue> List => _reference as AttributeValue[];

    /// <summary>A text value.</summary>
    public static AttributeValue Of(string text) => new(AttributeKind.Text, text, 0);

    /// <summary>A number value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public static AttributeValue Of(double number) => double.IsFinite(number)
        ? new(AttributeKind.Number, null, number)
        : throw new ArgumentOutOfRangeException(nameof(number), "an attribute is a finite number");

    /// <summary>A truth value.</summary>
    public static AttributeValue Of(bool truth) => new(AttributeKind.Boolean, null, truth ? 1 : 0);

    /// <summary>A list value; the array is taken over, not copied.</summary>
    public static AttributeValue Of(AttributeValue[] elements) => new(AttributeKind.List, elements, 0);

    /// <inheritdoc />
    public bool Equals(AttributeValue other) => Kind == other.Kind && Kind switch
    {
        AttributeKind.Text => string.Equals(Text, other.Text, StringComparison.Ordinal),
        AttributeKind.List => List.SequenceEqual(other.List),
        _ => _number.Equals(other._number),
    };

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => Kind switch
    {
        AttributeKind.Text => Text.GetHashCode(StringComparison.Ordinal),
        AttributeKind.List => List.Length,
        _ => _number.GetHashCode(),
    };

    /// <summary>Whether both hold the same.</summary>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <inheritdoc />
    public override string ToString() => Kind switch
    {
        AttributeKind.Text => Text,
        AttributeKind.Number => _number.ToString("R", CultureInfo.InvariantCulture),
        AttributeKind.Boolean => Boolean ? "true" : "false",
        AttributeKind.List => "[" + string.Join(", ", List.ToArray()) + "]",
        _ => "null",
    };
}
