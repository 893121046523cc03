using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>Opens a request body as it was before compression.</summary>
internal static class BodyEncoding
{
    /// <summary>The stream of plain bytes, or null with the problem to answer with.</summary>
    internal static Stream? Open(HttpRequest request, out Problem? problem)
    {
        problem = null;
        string? encoding = request.Headers.ContentEncoding;
        if (string.IsNullOrEmpty(encoding) || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return request.Body;
        }

        if (encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || encoding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
        {
            return new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
        }

        problem = new Problem("unsupported_encoding", "the body is compressed in a way that is not supported; use gzip", "Content-Encoding");
        return null;
    }
}
