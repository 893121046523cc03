using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>A whole request body, decompressed, in a rented buffer; dispose it after the last use of <see cref="Bytes"/>.</summary>
/// <remarks>Never holds more than the limit, whatever a compressed body would unfold to.</remarks>
internal sealed class RequestBody : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;

    private RequestBody()
    {
    }

    /// <summary>The body.</summary>
    internal ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body of at most <paramref name="maximum"/> bytes, as sent and after decompression.</summary>
    /// <returns>The body, or the problem to answer with.</returns>
    /// <exception cref="InvalidDataException">The body is not the gzip it says it is.</exception>
    /// <exception cref="BadHttpRequestException">The body as sent is larger than the limit, or broken.</exception>
    internal static async ValueTask<(RequestBody? Body, Problem? Problem)> ReadAsync(HttpContext context, int maximum)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = maximum;
        }

        var source = BodyEncoding.Open(context.Request, out var problem);
        if (source is null)
        {
            return (null, problem);
        }

        var body = new RequestBody();
        try
        {
            await using (source)
            {
                if (await body.FillAsync(source, maximum, context.RequestAborted))
                {
                    return (body, null);
                }
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }

        body.Dispose();
        return (null, new Problem("body_too_large", "max request size exceeded"));
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

    private async ValueTask<bool> FillAsync(Stream source, int maximum, CancellationToken cancellation)
    {
        while (true)
        {
            if (_length == _buffer.Length)
            {
                Grow();
            }

            var read = await source.ReadAsync(_buffer.AsMemory(_length), cancellation);
            if (read == 0)
            {
                return true;
            }

            _length += read;
            if (_length > maximum)
            {
                return false;
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
