using System.Buffers.Binary;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Binary;

/// <summary>Reads what <see cref="ByteWriter"/> wrote; anything else is a <see cref="FormatException"/>.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    /// <summary>Whether everything was read.</summary>
    internal readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>One byte.</summary>
    internal byte Byte() => Take(1)[0];

    /// <summary>A variable-length integer.</summary>
    internal ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("an integer is longer than 64 bits");
    }

    /// <summary>A zigzag integer.</summary>
    internal long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A count of things that take at least a byte each.</summary>
    internal int Count()
    {
        var count = Unsigned();
        return count <= (ulong)_rest.Length ? (int)count : throw new FormatException($"a count of {count} with {_rest.Length} bytes left");
    }

    /// <summary>Eight bytes.</summary>
    internal ulong Fixed() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A double.</summary>
    internal double Number() => BitConverter.UInt64BitsToDouble(Fixed());

    /// <summary>A 128-bit integer.</summary>
    internal Int128 Wide()
    {
        if (Byte() == 0)
        {
            return Signed();
        }

        var low = Fixed();
        return new Int128(Fixed(), low);
    }

    /// <summary>An instant, as its ticks.</summary>
    internal Instant Instant() => Instant((long)Unsigned());

    /// <summary>An instant, as its ticks in zigzag form.</summary>
    internal Instant SignedInstant() => Instant(Signed());

    /// <summary>The instant of ticks that were read.</summary>
    internal static Instant Instant(long ticks) =>
        Time.Instant.TryFromTicks(ticks, out var instant) ? instant : throw new FormatException($"{ticks} ticks are no instant");

    /// <summary>A name, as <see cref="ByteWriter.Name"/> wrote it.</summary>
    internal string Name(INameTable? names)
    {
        if (names is null)
        {
            return Text();
        }

        var number = Unsigned();
        return number == 0 ? Text() : names.NameOf(number <= int.MaxValue ? (int)number : throw new FormatException($"{number} is the number of no name"));
    }

    /// <summary>A text.</summary>
    internal string Text() => System.Text.Encoding.UTF8.GetString(Take(Count()));

    /// <summary>Bytes, as <see cref="ByteWriter.Bytes"/> wrote them.</summary>
    internal ReadOnlySpan<byte> Bytes() => Take(Count());

    /// <summary>Everything that is left.</summary>
    internal ReadOnlySpan<byte> Rest() => Take(_rest.Length);

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw new FormatException($"{length} bytes expected, {_rest.Length} are left");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
