namespace PersonaGrain.Embedded.Journal;

/// <summary>Integers of seven bits a byte, lowest first (LEB128), and their zigzag form for signed ones.</summary>
internal static class VariableLength
{
    /// <summary>The most bytes that one takes.</summary>
    public const int MaximumBytes = 10;

    /// <summary>Writes one; gives the number of bytes.</summary>
    public static int Write(Span<byte> target, ulong value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            target[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[length++] = (byte)value;
        return length;
    }

    /// <summary>Writes a signed one; gives the number of bytes.</summary>
    public static int WriteSigned(Span<byte> target, long value) => Write(target, (ulong)(value << 1) ^ (ulong)(value >> 63));

    /// <summary>Reads one and moves on behind it.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> source)
    {
        ulong value = 0;
        for (var index = 0; index < source.Length && index < MaximumBytes; index++)
        {
            var next = source[index];
            value |= (ulong)(next & 0x7F) << (7 * index);
            if (next < 0x80)
            {
                source = source[(index + 1)..];
                return value;
            }
        }

        throw new FormatException("an integer ends too early or is longer than 64 bits");
    }

    /// <summary>Reads a signed one and moves on behind it.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static long ReadSigned(ref ReadOnlySpan<byte> source)
    {
        var value = Read(ref source);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
