using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>What keeps a text from being read as JSON at all, with line and column (both from 1, columns in characters).</summary>
internal static class TextFault
{
    private const int ShownLength = 40;

    /// <summary>The fault of bytes that are too many or not UTF-8; null where they are neither.</summary>
    internal static CatalogFault? Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > CatalogLimits.Bytes)
        {
            return new CatalogFault("$", null, $"the catalog has {utf8.Length} bytes; at most {CatalogLimits.Bytes} are taken");
        }

        if (Utf8.IsValid(utf8))
        {
            return null;
        }

        var index = 0;
        while (Rune.DecodeFromUtf8(utf8[index..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            index += consumed;
        }

        return At(utf8, index, $"the byte 0x{utf8[index]:X2} is not UTF-8; save the catalog as UTF-8");
    }

    /// <summary>The fault of a text that is not JSON.</summary>
    internal static CatalogFault Of(JsonException fault, ReadOnlySpan<byte> utf8)
    {
        var index = 0;
        for (var line = fault.LineNumber ?? 0; line > 0 && utf8[index..].IndexOf((byte)'\n') is >= 0 and var end; line--)
        {
            index += end + 1;
        }

        index = (int)Math.Min(utf8.Length, index + (fault.BytePositionInLine ?? 0));
        var reason = fault.Message.Split(" LineNumber:")[0];
        return At(utf8, index, $"this is not JSON that can be read: {reason}");
    }

    private static CatalogFault At(ReadOnlySpan<byte> utf8, int index, string message)
    {
        var before = utf8[..index];
        var line = before.Count((byte)'\n') + 1;
        var start = before.LastIndexOf((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[start..]) + 1;
        var rest = utf8[index..];
        var end = rest.IndexOf((byte)'\n');
        rest = rest[..Math.Min(ShownLength, end < 0 ? rest.Length : end)];
        var shown = Encoding.UTF8.GetString(rest).Trim();
        return new CatalogFault("$", shown.Length == 0 ? null : shown, $"line {line}, column {column}: {message}");
    }
}
