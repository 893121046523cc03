using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using PersonaGrain.Gateway.Events;
using PersonaGrain.Gateway.Http;

namespace PersonaGrain.Gateway.Quality;

/// <summary>The changes of alarms as server-sent events, with comments while there is none.</summary>
/// <param name="output">Where comments go: the framework's formatter knows none.</param>
/// <param name="alarms">The alarms.</param>
/// <param name="heartbeat">How long it may be silent.</param>
/// <param name="time">The clock of heartbeats.</param>
/// <param name="mayGoOn">Whether its reader may still read; it ends where not.</param>
internal sealed class AlarmStream(Stream output, AlarmLog alarms, TimeSpan heartbeat, TimeProvider time, Func<bool> mayGoOn)
{
    /// <summary>The changes after a position; first the notice of a gap, where there is one.</summary>
    internal async IAsyncEnumerable<SseItem<byte[]>> ItemsAsync(long after, EventGap? gap, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await CommentAsync($": alarms after {after}\n\n", cancellation);
        if (gap is not null)
        {
            yield return new SseItem<byte[]>(Encoding.UTF8.GetBytes(gap.Json), "gap") { EventId = gap.Position?.ToString() };
        }

        while (mayGoOn())
        {
            var (changes, changed) = alarms.After(after);
            foreach (var change in changes)
            {
                after = change.Position;
                yield return new SseItem<byte[]>(Data(change), AlarmJson.Name(change)) { EventId = change.Position.ToString() };
            }

            if (changes.Count == 0)
            {
                await changed.WaitAsync(heartbeat, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellation.ThrowIfCancellationRequested();
                if (!changed.IsCompleted)
                {
                    await CommentAsync(": here\n\n", cancellation);
                }
            }
        }
    }

    private static byte[] Data(AlarmChange change)
    {
        using var data = new MemoryStream();
        using (var json = new Utf8JsonWriter(data, JsonAnswer.WriterOptions))
        {
            AlarmJson.WriteChange(json, change);
        }

        return data.ToArray();
    }

    private async Task CommentAsync(string text, CancellationToken cancellation)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await output.FlushAsync(cancellation);
    }
}
