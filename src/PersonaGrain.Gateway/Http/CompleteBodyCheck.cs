using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RequestDecompression;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>Reads a compressed body that is taken piece by piece to its end once, before any piece counts.</summary>
/// <remarks>
/// Only its end tells whether it is whole. Meanwhile it is kept as it was sent: in memory up to 64 KB, beyond that in a temporary file, which
/// is as large as what came over the wire. Costs a second decompression. A body that is not compressed passes untouched: each of its lines
/// stands alone.
/// </remarks>
internal sealed class CompleteBodyCheck(RequestDelegate next, IRequestDecompressionProvider decompression, Refusals refusals)
{
    private const int InMemory = 64 * 1024;

    /// <summary>Checks the body, and hands the request on with the body at its beginning.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (BodyCompression.Of(context) is { } compression && GatewayOperation.Of(context) is { } operation &&
            await ProblemAsync(context, compression, operation.MaximumBodyBytes) is { } problem)
        {
            await refusals.RefuseAsync(context, operation.Name, problem);
            return;
        }

        await next(context);
    }

    private async ValueTask<Problem?> ProblemAsync(HttpContext context, BodyCompression compression, long? limit)
    {
        var request = context.Request;
        request.EnableBuffering(InMemory);
        await using var plain = decompression.GetDecompressionStream(context);
        if (plain is null)
        {
            return null;
        }

        try
        {
            if (await LengthAsync(plain, limit, context.RequestAborted) > limit)
            {
                return new Problem("body_too_large", "max request size exceeded; nothing of it was taken");
            }
        }
        catch (Exception fault) when (compression.IsFault(fault))
        {
            return compression.Broken;
        }

        request.Body.Position = 0;
        request.Headers.ContentEncoding = compression.Encoding;
        return null;
    }

    // Stops at the first bytes beyond the limit, whatever the body would unfold to.
    private static async ValueTask<long> LengthAsync(Stream plain, long? limit, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(InMemory);
        try
        {
            long length = 0;
            int read;
            do
            {
                read = await plain.ReadAsync(buffer, cancellation);
                length += read;
            }
            while (read > 0 && !(length > limit));

            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
