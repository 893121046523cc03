using System.IO.Compression;
using System.Text;

namespace PersonaGrain.Gateway.Tests.Http;

/// <summary>Bodies as senders compress them.</summary>
internal static class Compressed
{
    internal static readonly string[] Encodings = ["gzip", "x-gzip", "deflate", "br"];

    /// <summary>A text in an encoding of HTTP.</summary>
    internal static byte[] Bytes(string encoding, string text)
    {
        using var target = new MemoryStream();
        using (var packed = Over(encoding, target))
        {
            packed.Write(Encoding.UTF8.GetBytes(text));
        }

        return target.ToArray();
    }

    private static Stream Over(string encoding, Stream target) => encoding switch
    {
        "gzip" or "x-gzip" => new GZipStream(target, CompressionLevel.Fastest),
        "deflate" => new ZLibStream(target, CompressionLevel.Fastest),
        _ => new BrotliStream(target, CompressionLevel.Fastest),
    };
}
