using System.Buffers.Binary;
using System.Text;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;

namespace PersonaGrain.Indexing;

/// <summary>A value as bytes whose order, compared without sign, is the order of values: truth values, then numbers, then texts by their UTF-8. Stored: append-only.</summary>
/// <remarks>
/// A number is its double, and of a whole one from 2^53 on how far it lies from that. A text beyond <see cref="TextBytes"/> bytes is cut, and a fingerprint of all of it stands at its end: equal texts have equal keys, and only they.
/// </remarks>
public readonly struct SortKey : IEquatable<SortKey>, IComparable<SortKey>
{
    /// <summary>Bytes of a text that are kept.</summary>
    public const int TextBytes = 120;

    /// <summary>Bytes of the longest key.</summary>
    public const int MaximumLength = 1 + TextBytes + sizeof(ulong);

    private const byte Truth = 0x08;
    private const byte Number = 0x10;
    private const byte Text = 0x20;
    private const int NumberLength = 1 + sizeof(long);
    private readonly byte[]? _bytes;

    private SortKey(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes; empty for the default, which comes before every other.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The value that it is of; of a text that was cut what is left. Of kind <see cref="AttributeKind.None"/> where the bytes say nothing that this version knows.</summary>
    public AttributeValue Value => _bytes is null or [] ? default : _bytes[0] switch
    {
        Truth when _bytes.Length == 2 => AttributeValue.Of(_bytes[1] != 0),
        Number when _bytes.Length == NumberLength => AttributeValue.Of(ReadNumber(_bytes.AsSpan(1))),
        Number when _bytes.Length == NumberLength + sizeof(ushort) => AttributeValue.Of((long)((Int128)ReadNumber(_bytes.AsSpan(1)) + ReadDistance(_bytes.AsSpan(NumberLength)))),
        Text => AttributeValue.Of(Encoding.UTF8.GetString(_bytes.AsSpan(1, Math.Min(_bytes.Length - 1, TextBytes)))),
        _ => default,
    };

    /// <summary>The whole number that it is of; 0 where it is of something else.</summary>
    internal long Whole => Value is { Kind: AttributeKind.Integer } large ? large.Integer : (long)Value.Number;

    /// <summary>Whether it is of a text that was cut.</summary>
    public bool IsCut => _bytes?.Length == MaximumLength;

    /// <summary>The least key that is greater.</summary>
    public SortKey Next => new([.. _bytes ?? [], 0]);

    /// <summary>The key of a value; null where it has no place in an order: lists, and nothing.</summary>
    public static SortKey? Of(in AttributeValue value) => value.Kind switch
    {
        AttributeKind.Boolean => new SortKey([Truth, (byte)(value.Boolean ? 1 : 0)]),
        AttributeKind.Number => Of(value.Number),
        AttributeKind.Integer => OfWhole(value.Number, (int)((Int128)value.Integer - (Int128)value.Number)),
        AttributeKind.Text => Of(value.Text),
        _ => null,
    };

    /// <summary>The key of a finite number.</summary>
    public static SortKey Of(double number) => Math.Abs(number) == AttributeValue.ExactLimit ? OfWhole(number, 0) : OfDouble(number);

    /// <summary>The keys of texts that begin so; where that is longer than what a key has of a text, others too.</summary>
    public static IndexRange OfPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        byte[] from = [Text, .. Cut(Encoding.UTF8.GetBytes(prefix))];
        byte[] before = [.. from];

        // No byte of UTF-8 is 255, so the last one can be raised.
        before[^1]++;
        return new IndexRange(new SortKey(from), new SortKey(before));
    }

    /// <summary>Whether it is of a text that begins so, as far as it has of it; false where what is asked for is longer than that.</summary>
    public bool StartsWith(string prefix) => Encoding.UTF8.GetBytes(prefix) is { Length: <= TextBytes } bytes
        && _bytes is [Text, ..] && _bytes.AsSpan(1).StartsWith(bytes);

    /// <summary>A key as it was stored.</summary>
    public static SortKey Read(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <inheritdoc />
    public int CompareTo(SortKey other) => _bytes.AsSpan().SequenceCompareTo(other._bytes.AsSpan());

    /// <inheritdoc />
    public bool Equals(SortKey other) => _bytes.AsSpan().SequenceEqual(other._bytes.AsSpan());

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is SortKey other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString();

    /// <summary>Whether both are the same.</summary>
    public static bool operator ==(SortKey left, SortKey right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(SortKey left, SortKey right) => !left.Equals(right);

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(SortKey left, SortKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes after the other.</summary>
    public static bool operator >(SortKey left, SortKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether one does not come after the other.</summary>
    public static bool operator <=(SortKey left, SortKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one does not come before the other.</summary>
    public static bool operator >=(SortKey left, SortKey right) => left.CompareTo(right) >= 0;

    private static SortKey OfDouble(double number)
    {
        // Numbers in two's complement with the sign turned over compare as bytes do; −0 is 0.
        var bits = BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number);
        var bytes = new byte[1 + sizeof(long)];
        bytes[0] = Number;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), bits < 0 ? ~bits : bits ^ long.MinValue);
        return new SortKey(bytes);
    }

    private static SortKey Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= TextBytes)
        {
            return new SortKey([Text, .. bytes]);
        }

        var fingerprint = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(fingerprint, MessageFingerprint.Of(text));
        return new SortKey([Text, .. Cut(bytes), .. fingerprint]);
    }

    /// <summary>The key of a whole number that shares its double with others, which lie on either side of it.</summary>
    private static SortKey OfWhole(double nearest, int distance)
    {
        var suffix = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(suffix, (ushort)(distance + short.MaxValue));
        return new SortKey([.. OfDouble(nearest)._bytes!, .. suffix]);
    }

    private static int ReadDistance(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes) - short.MaxValue;

    private static ReadOnlySpan<byte> Cut(byte[] bytes) => bytes.AsSpan(0, Math.Min(bytes.Length, TextBytes));

    private static double ReadNumber(ReadOnlySpan<byte> bytes)
    {
        var bits = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return BitConverter.Int64BitsToDouble(bits < 0 ? bits ^ long.MinValue : ~bits);
    }
}
