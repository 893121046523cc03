using System.Buffers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Events;

/// <summary>The items of one stream of server-sent events, and the comments between them.</summary>
/// <remarks>
/// An item is asked for when the reader took the one before, so a slow reader holds the stream up here and the grid is asked for no more.
/// The framework's formatter knows no comments and sends nothing before the first item; so those are written straight to
/// <paramref name="output"/>, between two items, when it has sent all it was given.
/// </remarks>
/// <param name="output">Where comments go.</param>
/// <param name="filter">Which events are told.</param>
/// <param name="heartbeat">How long it may be silent.</param>
/// <param name="mayGoOn">Whether its reader may still read; it ends where not.</param>
internal sealed class EventStream(Stream output, EventFilter filter, TimeSpan heartbeat, Func<bool> mayGoOn)
{
    private readonly ArrayBufferWriter<byte> _data = new(256);
    private long _position;
    private long _told;

    /// <summary>The events after a position; first the notice of a gap, where there is one.</summary>
    internal async IAsyncEnumerable<SseItem<byte[]>> ItemsAsync(
        IAsyncEnumerable<GridEvent> source, long after, EventGap? gap, [EnumeratorCancellation] CancellationToken cancellation)
    {
        _position = _told = after;
        await CommentAsync($": events after {after}\n\n", cancellation);
        if (gap is not null)
        {
            yield return new SseItem<byte[]>(Encoding.UTF8.GetBytes(gap.Json), "gap") { EventId = gap.Position?.ToString() };
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var json = new Utf8JsonWriter(_data, JsonAnswer.WriterOptions);
        var events = source.GetAsyncEnumerator(stop.Token);
        var next = Task.FromResult(true);
        try
        {
            while (true)
            {
                next = events.MoveNextAsync().AsTask();
                if (!await WithHeartbeatsAsync(next, cancellation) || !mayGoOn())
                {
                    yield break;
                }

                _position = events.Current.Position;
                if (filter.Takes(events.Current))
                {
                    _told = _position;
                    yield return Item(json, events.Current);
                }
            }
        }
        finally
        {
            // An enumerator may only be disposed between two steps.
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await events.DisposeAsync();
        }
    }

    private SseItem<byte[]> Item(Utf8JsonWriter json, GridEvent gridEvent)
    {
        _data.ResetWrittenCount();
        json.Reset();
        if (filter.AsAudience)
        {
            AudienceEventJson.Write(json, gridEvent);
        }
        else
        {
            EventJson.Write(json, gridEvent);
        }

#pragma warning disable VSTHRD103 // flushes into memory
        json.Flush();
#pragma warning restore VSTHRD103
        return new SseItem<byte[]>(_data.WrittenSpan.ToArray(), EventJson.Name(gridEvent.Kind)) { EventId = gridEvent.Position.ToString() };
    }

    private async ValueTask<bool> WithHeartbeatsAsync(Task<bool> next, CancellationToken cancellation)
    {
        while (!next.IsCompleted)
        {
            await ((Task)next).WaitAsync(heartbeat, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            if (!mayGoOn())
            {
                return false;
            }

            if (!next.IsCompleted)
            {
                await HeartbeatAsync(cancellation);
            }
        }

        return await next;
    }

    // A sign of life; it moves the place to resume at past events that the filter left out.
    private Task HeartbeatAsync(CancellationToken cancellation)
    {
        var text = _position == _told ? ": here\n\n" : $": here\nid: {_position}\n\n";
        _told = _position;
        return CommentAsync(text, cancellation);
    }

    private async Task CommentAsync(string text, CancellationToken cancellation)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await output.FlushAsync(cancellation);
    }
}
