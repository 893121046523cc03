using System.Net.ServerSentEvents;
using System.Text.Json;

namespace PersonaGrain.Gateway.Tests.Events;

/// <summary>A reader of one event stream.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _items = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>Opens a stream; when this returns the stream has started.</summary>
    internal static async Task<EventReader> OpenAsync(HttpClient client, string query = "", string? lastEventId = null, string path = "/v1/events")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path + query);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Waits for the next event.</summary>
    internal async Task<(string Kind, string Id, JsonElement Data)> NextAsync()
    {
        (await _items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
        var item = _items.Current;
        return (item.EventType, item.EventId ?? "", JsonDocument.Parse(item.Data).RootElement);
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        await _items.DisposeAsync();
    }
}
