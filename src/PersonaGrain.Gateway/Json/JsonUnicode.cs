using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace PersonaGrain.Gateway.Json;

/// <summary>Tells whether the strings of a JSON text can be read as Unicode, so that no later step throws half way through.</summary>
/// <remarks>One vectorized pass over the bytes, then one look at each backslash; no allocation.</remarks>
internal static class JsonUnicode
{
    /// <summary>Whether raw bytes are valid UTF-8 and every <c>\uXXXX</c> escape of a surrogate stands in a pair.</summary>
    /// <param name="json">Syntactically valid JSON.</param>
    internal static bool IsValid(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        var rest = json;
        for (var at = rest.IndexOf((byte)'\\'); at >= 0; at = rest.IndexOf((byte)'\\'))
        {
            rest = rest[at..];
            if (!TryReadEscape(rest, out var unit))
            {
                rest = rest[Math.Min(2, rest.Length)..];
                continue;
            }

            rest = rest[6..];
            if (!char.IsSurrogate(unit))
            {
                continue;
            }

            if (!char.IsHighSurrogate(unit) || !TryReadEscape(rest, out var second) || !char.IsLowSurrogate(second))
            {
                return false;
            }

            rest = rest[6..];
        }

        return true;
    }

    /// <summary>
    /// A copy in which every text can be read: what is not Unicode is written as NUL and the hexadecimal of what stood there, so that no field
    /// takes it and no two become one.
    /// </summary>
    /// <param name="json">Syntactically valid JSON; what is not UTF-8 can only stand inside its strings.</param>
    internal static byte[] Mend(ReadOnlySpan<byte> json)
    {
        var mended = new ArrayBufferWriter<byte>(json.Length + 64);
        while (!json.IsEmpty)
        {
            var taken = json[0] == '\\' ? MendEscape(json, mended) : MendCharacter(json, mended);
            json = json[taken..];
        }

        return mended.WrittenSpan.ToArray();
    }

    private static int MendCharacter(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> mended)
    {
        if (Rune.DecodeFromUtf8(json, out _, out var length) == OperationStatus.Done)
        {
            mended.Write(json[..length]);
        }
        else
        {
            Replace(Convert.ToHexStringLower(json[..length]), mended);
        }

        return length;
    }

    private static int MendEscape(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> mended)
    {
        var length = Math.Min(2, json.Length);
        if (!TryReadEscape(json, out var unit) || !char.IsSurrogate(unit))
        {
            mended.Write(json[..length]);
            return length;
        }

        if (char.IsHighSurrogate(unit) && TryReadEscape(json[6..], out var second) && char.IsLowSurrogate(second))
        {
            mended.Write(json[..12]);
            return 12;
        }

        Replace(((int)unit).ToString("x4", CultureInfo.InvariantCulture), mended);
        return 6;
    }

    private static void Replace(string broken, ArrayBufferWriter<byte> mended) => mended.Write(Encoding.ASCII.GetBytes("\\u0000" + broken));

    private static bool TryReadEscape(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text.Length < 6 || text[0] != '\\' || text[1] != 'u' ||
            !Utf8Parser.TryParse(text.Slice(2, 4), out ushort value, out var consumed, 'x') || consumed != 4)
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
