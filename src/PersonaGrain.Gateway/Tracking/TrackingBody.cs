using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>The JSON of a tracking request. Read by whoever needs it first: authentication, for a key that stands in it, or the endpoint.</summary>
internal sealed class TrackingBody : IDisposable
{
    private readonly RequestBody? _bytes;
    private readonly JsonDocument? _document;

    private TrackingBody(RequestBody? bytes, JsonDocument? document, Problem? unreadable, Problem? fault) =>
        (_bytes, _document, Unreadable, Fault) = (bytes, document, unreadable, fault ?? unreadable);

    /// <summary>Why not even its bytes could be had, or null.</summary>
    internal Problem? Unreadable { get; }

    /// <summary>Why there is no JSON, or null.</summary>
    internal Problem? Fault { get; }

    /// <summary>The JSON, where there is no fault.</summary>
    internal JsonElement Root => _document!.RootElement;

    /// <summary>The key that it carries, or null.</summary>
    internal string? WriteKey => _document is null ? null : BodyWriteKey.Of(_document.RootElement);

    /// <summary>Reads the body, or hands over what was read of it before.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger than the limit, or broken off.</exception>
    internal static ValueTask<TrackingBody> ReadAsync(HttpContext context) =>
        context.Features.Get<TrackingBody>() is { } read ? ValueTask.FromResult(read) : ReadNewAsync(context);

    /// <inheritdoc />
    public void Dispose()
    {
        _document?.Dispose();
        _bytes?.Dispose();
    }

    private static async ValueTask<TrackingBody> ReadNewAsync(HttpContext context)
    {
        var (bytes, unreadable) = await RequestBody.ReadAsync(context);
        if (bytes is null)
        {
            return new TrackingBody(null, null, unreadable, null);
        }

        return new TrackingBody(bytes, Parse(bytes.Bytes, out var fault), null, fault);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> bytes, out Problem? fault)
    {
        fault = null;
        if (bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            fault = Problem.Of(TrackingFaults.NoBody);
            return null;
        }

        try
        {
            return BodyJson.Parse(bytes);
        }
        catch (JsonException broken)
        {
            fault = Problem.Of(TrackingFaults.NotJson(broken));
            return null;
        }
    }
}
