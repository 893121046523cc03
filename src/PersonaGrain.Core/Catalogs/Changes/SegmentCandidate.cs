using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Documents;

namespace PersonaGrain.Catalogs.Changes;

/// <summary>A catalog with one segment of people written anew, added or taken out: the next version of it.</summary>
public static class SegmentCandidate
{
    /// <summary>The catalog with a definition of a segment; every fault of it at once.</summary>
    /// <param name="current">The catalog.</param>
    /// <param name="name">The segment's name.</param>
    /// <param name="definition">UTF-8 JSON of a segment, as a catalog has it: <c>{ "when": … }</c>, with comments and trailing commas.</param>
    public static CatalogReading Put(CatalogDocument current, string name, ReadOnlySpan<byte> definition)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(name);
        JsonNode? segment;
        try
        {
            segment = JsonNode.Parse(definition, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException exception)
        {
            return new CatalogReading.Faulty([new DocumentFault($"segments.{name}", null, $"this is not JSON: {exception.Message}")]);
        }

        return Read(current, segments => segments[name] = segment);
    }

    /// <summary>The catalog without a segment; a fault for each definition that uses it.</summary>
    public static CatalogReading Remove(CatalogDocument current, string name)
    {
        ArgumentNullException.ThrowIfNull(current);
        return Read(current, segments => segments.Remove(name));
    }

    /// <summary>The definition of a segment as UTF-8 JSON, canonical and indented; null where there is none.</summary>
    public static string? Definition(CatalogDocument current, string name)
    {
        ArgumentNullException.ThrowIfNull(current);
        return current.Segments.ContainsKey(name) ? Parse(current)["segments"]![name]!.ToJsonString(Indented) : null;
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CatalogReading Read(CatalogDocument current, Action<JsonObject> change)
    {
        var catalog = Parse(current);
        catalog["version"] = current.Version + 1;
        change(catalog["segments"]!.AsObject());
        return CatalogReader.Read(Encoding.UTF8.GetBytes(catalog.ToJsonString(Indented)));
    }

    private static JsonObject Parse(CatalogDocument current) => JsonNode.Parse(CatalogWriter.Write(current))!.AsObject();
}
