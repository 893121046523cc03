using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Events;

/// <summary>Writes server-sent events into the response.</summary>
/// <remarks>Holds back at most <see cref="Full"/> bytes; a slow reader holds the stream up here, and the grid is asked for no more.</remarks>
internal sealed class EventStreamWriter(PipeWriter target, EventFilter filter) : IDisposable
{
    private const int Full = 16 * 1024;
    private readonly Utf8JsonWriter _json = new((IBufferWriter<byte>)target, JsonAnswer.WriterOptions);
    private long _unflushed;
    private long _position;
    private long _told;

    /// <summary>So much is waiting that the reader should take it before more is written.</summary>
    internal bool IsFull => _unflushed >= Full;

    /// <summary>Tells where the stream starts, so that the reader knows it is open.</summary>
    internal void Open(long after)
    {
        _position = _told = after;
        Write($": events after {after}\n\n");
    }

    /// <summary>Tells that events before the oldest kept one can not be sent any more.</summary>
    internal void Gap(long after, long oldest) => Write($"event: gap\ndata: {{\"after\":{after},\"oldest\":{oldest}}}\n\n");

    /// <summary>Writes an event where the filter takes it.</summary>
    internal void Event(GridEvent gridEvent)
    {
        _position = gridEvent.Position;
        if (!filter.Takes(gridEvent))
        {
            return;
        }

        _told = gridEvent.Position;
        Write($"id: {gridEvent.Position}\nevent: {EventJson.Name(gridEvent.Kind)}\ndata: ");
        if (filter.AsAudience)
        {
            AudienceEventJson.Write(_json, gridEvent);
        }
        else
        {
            EventJson.Write(_json, gridEvent);
        }

        _json.Flush();
        _unflushed += _json.BytesCommitted;
        _json.Reset();
        Write("\n\n");
    }

    /// <summary>A sign of life; moves the place to resume at past events that the filter left out.</summary>
    internal void Heartbeat()
    {
        Write(_position == _told ? ": here\n\n" : $": here\nid: {_position}\n\n");
        _told = _position;
    }

    /// <summary>Waits until the reader has taken what was written; false when it is gone.</summary>
    internal async ValueTask<bool> FlushAsync(CancellationToken cancellation)
    {
        _unflushed = 0;
        return !(await target.FlushAsync(cancellation)).IsCompleted;
    }

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();

    private void Write(string text)
    {
        var size = Encoding.UTF8.GetBytes(text, target.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        target.Advance(size);
        _unflushed += size;
    }
}
