using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace PersonaGrain.Documents;

/// <summary>Reads the JSON text of a document: UTF-8 with or without a byte order mark; comments and trailing commas are taken.</summary>
/// <remarks>Lines and columns in faults count from 1, columns in characters.</remarks>
public static class DocumentText
{
    private const int ShownLength = 40;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = DocumentLimits.Depth,
    };

    /// <summary>Reads a document from its root. Bad input never throws.</summary>
    /// <param name="utf8">The text, at most <see cref="DocumentLimits.Bytes"/>.</param>
    /// <param name="what">What the document is called in messages, such as <c>the catalog</c>.</param>
    /// <param name="faults">Takes every fault.</param>
    /// <param name="read">Makes something of the root. Nodes end with the call: nothing of the result may hold one.</param>
    /// <returns>What was made of it; null where the text is not JSON at all, which is one fault with line and column.</returns>
    public static T? Read<T>(ReadOnlyMemory<byte> utf8, string what, FaultList faults, Func<Node, T> read)
        where T : class
    {
        if (utf8.Span is [0xEF, 0xBB, 0xBF, ..])
        {
            utf8 = utf8[3..];
        }

        using var json = Parse(utf8, what, faults);
        return json is null ? null : read(new Node(json.RootElement, "$", faults));
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> utf8, string what, FaultList faults)
    {
        if (utf8.Length > DocumentLimits.Bytes)
        {
            faults.Add("$", null, $"{what} has {utf8.Length} bytes; at most {DocumentLimits.Bytes} are taken");
            return null;
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            var index = FirstInvalid(utf8.Span);
            AddAt(utf8.Span, index, $"the byte 0x{utf8.Span[index]:X2} is not UTF-8; save {what} as UTF-8", faults);
            return null;
        }

        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException fault)
        {
            var reason = fault.Message.Split(" LineNumber:")[0];
            AddAt(utf8.Span, Index(fault, utf8.Span), $"this is not JSON that can be read: {reason}", faults);
            return null;
        }
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var index = 0;
        while (Rune.DecodeFromUtf8(utf8[index..], out _, out var consumed) == OperationStatus.Done)
        {
            index += consumed;
        }

        return index;
    }

    private static int Index(JsonException fault, ReadOnlySpan<byte> utf8)
    {
        var index = 0;
        for (var line = fault.LineNumber ?? 0; line > 0 && utf8[index..].IndexOf((byte)'\n') is >= 0 and var end; line--)
        {
            index += end + 1;
        }

        return (int)Math.Min(utf8.Length, index + (fault.BytePositionInLine ?? 0));
    }

    private static void AddAt(ReadOnlySpan<byte> utf8, int index, string message, FaultList faults)
    {
        var before = utf8[..index];
        var line = before.Count((byte)'\n') + 1;
        var start = before.LastIndexOf((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[start..]) + 1;
        var rest = utf8[index..];
        var end = rest.IndexOf((byte)'\n');
        rest = rest[..Math.Min(ShownLength, end < 0 ? rest.Length : end)];
        var shown = Encoding.UTF8.GetString(rest).Trim();
        faults.Add("$", shown.Length == 0 ? null : shown, $"line {line}, column {column}: {message}");
    }
}
