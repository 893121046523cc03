using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>How a body was compressed: remembered, since the middleware that decompresses it takes the header away.</summary>
internal sealed record BodyCompression(string Encoding)
{
    /// <summary>What is answered where the body does not unfold to its end; no part of such a body is taken.</summary>
    internal Problem Broken => new(
        Encoding.EndsWith("gzip", StringComparison.OrdinalIgnoreCase) ? "invalid_gzip" : "invalid_compression",
        $"the body is not valid {Encoding.ToLowerInvariant()}: it is cut off or broken; nothing of it was taken",
        "Content-Encoding");

    /// <summary>How the body of this request was compressed; null where it was not.</summary>
    internal static BodyCompression? Of(HttpContext context) => context.Features.Get<BodyCompression>();

    /// <summary>Remembers the encoding of a request that names one.</summary>
    internal static Task Remember(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.ContentEncoding is [{ Length: > 0 } encoding] && !IsIdentity(encoding))
        {
            context.Features.Set(new BodyCompression(encoding));
        }

        return next(context);
    }

    /// <summary>What is answered where the header still stands after decompression: nobody here can undo that encoding.</summary>
    internal static Problem? Unsupported(HttpRequest request)
    {
        string? left = request.Headers.ContentEncoding;
        return string.IsNullOrEmpty(left) || IsIdentity(left)
            ? null
            : new Problem(
                "unsupported_encoding", "the body is compressed in a way that is not supported; use gzip, deflate or br", "Content-Encoding");
    }

    /// <summary>Whether reading failed because of the compression. Brotli says so in another way than the others do.</summary>
    internal bool IsFault(Exception exception) =>
        exception is InvalidDataException || (exception is InvalidOperationException && Encoding.Equals("br", StringComparison.OrdinalIgnoreCase));

    private static bool IsIdentity(string encoding) => encoding.Equals("identity", StringComparison.OrdinalIgnoreCase);
}
