using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Catalogs.Writing;

namespace PersonaGrain.Catalogs;

/// <summary>Writes catalogs in the form that <see cref="CatalogReader"/> reads.</summary>
public static class CatalogWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The catalog as UTF-8 JSON, canonical: names sorted, defaults written out; reading it gives an equal document.</summary>
    /// <remarks>Equal documents give equal bytes, whatever the order and the comments of what they were read from.</remarks>
    /// <exception cref="ArgumentException">The document has two tests of one operator on one value, which JSON can not say.</exception>
    public static byte[] Write(CatalogDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            DocumentWriter.Write(json, document);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
