using System.Buffers;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>A whole request body, decompressed, in a rented buffer; dispose it after the last use of <see cref="Bytes"/>.</summary>
/// <remarks>
/// The server and the middleware that decompresses keep it within <see cref="GatewayOperation.MaximumBodyBytes"/>. The bytes are kept, since
/// JsonDocument.ParseAsync tells an empty body from broken JSON by its message alone, and a catalog is read from bytes.
/// </remarks>
internal sealed class RequestBody : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;

    private RequestBody()
    {
    }

    /// <summary>The bytes, without a byte order mark at their head.</summary>
    internal ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length)[(_buffer.AsSpan(0, _length).StartsWith("\uFEFF"u8) ? 3 : 0)..];

    /// <summary>Reads the body of a request.</summary>
    /// <returns>The body, or the problem to answer with: it is compressed in a way that is not known, or not what it says it is.</returns>
    /// <exception cref="BadHttpRequestException">The body is larger than the limit, or broken off.</exception>
    internal static async ValueTask<(RequestBody? Body, Problem? Problem)> ReadAsync(HttpContext context)
    {
        if (BodyCompression.Unsupported(context.Request) is { } problem)
        {
            return (null, problem);
        }

        var body = new RequestBody();
        try
        {
            await body.FillAsync(context.Request.Body, context.RequestAborted);
            return (body, null);
        }
        catch (Exception fault) when (BodyCompression.Of(context) is { } compression && compression.IsFault(fault))
        {
            body.Dispose();
            return (null, compression.Broken);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _length = 0;
    }

    private async ValueTask FillAsync(Stream source, CancellationToken cancellation)
    {
        int read;
        do
        {
            if (_length == _buffer.Length)
            {
                Grow();
            }

            read = await source.ReadAsync(_buffer.AsMemory(_length), cancellation);
            _length += read;
        }
        while (read > 0);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
