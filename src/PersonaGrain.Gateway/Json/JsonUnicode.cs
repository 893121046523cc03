using System.Buffers.Text;
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
