using System.Buffers;
using System.Buffers.Binary;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Binary;

/// <summary>Writes the primitives of the stored forms: little-endian, variable-length integers, texts in UTF-8.</summary>
internal readonly ref struct ByteWriter(IBufferWriter<byte> target)
{
    private readonly IBufferWriter<byte> _target = target;

    /// <summary>One byte.</summary>
    internal void Byte(byte value)
    {
        _target.GetSpan(1)[0] = value;
        _target.Advance(1);
    }

    /// <summary>Seven bits a byte, lowest first.</summary>
    internal void Unsigned(ulong value)
    {
        var span = _target.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _target.Advance(length);
    }

    /// <summary>Zigzag, so that small negative numbers are short.</summary>
    internal void Signed(long value) => Unsigned((ulong)(value << 1) ^ (ulong)(value >> 63));

    /// <summary>Eight bytes.</summary>
    internal void Fixed(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_target.GetSpan(8), value);
        _target.Advance(8);
    }

    /// <summary>Eight bytes of a double.</summary>
    internal void Number(double value) => Fixed(BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Its length, then sixteen bytes where it does not fit in a long.</summary>
    internal void Wide(Int128 value)
    {
        var narrow = (long)value;
        Byte((byte)(narrow == value ? 0 : 1));
        if (narrow == value)
        {
            Signed(narrow);
            return;
        }

        Fixed((ulong)value);
        Fixed((ulong)(value >> 64));
    }

    /// <summary>A name: as text where there is no table; else its number, or 0 and the text.</summary>
    internal void Name(string value, INameTable? names)
    {
        var number = names?.NumberOf(value) ?? 0;
        if (names is not null)
        {
            Unsigned((ulong)number);
        }

        if (number == 0)
        {
            Text(value);
        }
    }

    /// <summary>The length in bytes, then UTF-8.</summary>
    internal void Text(string value)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)length);
        var span = _target.GetSpan(Math.Max(1, length));
        System.Text.Encoding.UTF8.GetBytes(value, span);
        _target.Advance(length);
    }

    /// <summary>The length, then the bytes.</summary>
    internal void Bytes(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        value.CopyTo(_target.GetSpan(Math.Max(1, value.Length)));
        _target.Advance(value.Length);
    }
}
