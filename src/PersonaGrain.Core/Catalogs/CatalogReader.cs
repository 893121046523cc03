using System.Text.Json;
using PersonaGrain.Catalogs.Reading;

namespace PersonaGrain.Catalogs;

/// <summary>Reads catalogs: JSON with comments and trailing commas.</summary>
/// <remarks>O(length) but for near-name hints. Bad input never throws: it is answered with faults.</remarks>
public static class CatalogReader
{
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = CatalogLimits.Depth,
    };

    /// <summary>Reads and validates a catalog; every fault is reported at once.</summary>
    public static CatalogReading Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span is [0xEF, 0xBB, 0xBF, ..])
        {
            utf8 = utf8[3..];
        }

        if (TextFault.Of(utf8.Span) is { } unreadable)
        {
            return new CatalogReading.Faulty([unreadable]);
        }

        try
        {
            using var json = JsonDocument.Parse(utf8, Options);
            return Read(json.RootElement, utf8.Length);
        }
        catch (JsonException fault)
        {
            return new CatalogReading.Faulty([TextFault.Of(fault, utf8.Span)]);
        }
    }

    private static CatalogReading Read(JsonElement root, int length)
    {
        var found = new List<CatalogFault>();
        var faults = new FaultList(found);
        var document = new DocumentReader(new Node(root, "$", faults)).Read();
        Cycles.Check(document, faults);
        CheckCanonicalSize(document, faults, length);
        return faults.Count == 0 ? new CatalogReading.Sound(document) : new CatalogReading.Faulty(found);
    }

    // Grids keep the canonical form: it must be readable, and layout can make it much longer than a dense text.
    private static void CheckCanonicalSize(CatalogDocument document, FaultList faults, int length)
    {
        if (faults.Count > 0 || length <= CatalogLimits.Bytes / 64)
        {
            return;
        }

        var canonical = CatalogWriter.Write(document).Length;
        if (canonical > CatalogLimits.Bytes)
        {
            faults.Add("$", null, $"the canonical form of the catalog has {canonical} bytes; at most {CatalogLimits.Bytes} are taken");
        }
    }
}
