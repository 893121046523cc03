using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Events;

/// <summary>Streams the grid's events as server-sent events, from a position on or from now on.</summary>
/// <remarks>
/// At least once, in order per profile. <c>id</c> is the event's position; a reader that comes back with it as
/// <c>Last-Event-ID</c> misses nothing that the grid still keeps, and is told by an event <c>gap</c> where it does not keep
/// that far. A stream ends when its reader leaves or the host stops.
/// </remarks>
internal sealed class EventEndpoint(GridCalls grid, RequestGate gate, GatewayOptions options, GatewayMetrics metrics, IHostApplicationLifetime host)
{
    internal const string Source = "events";
    private int _open;

    /// <summary>Streams until the reader leaves.</summary>
    internal async Task StreamAsync(HttpContext context)
    {
        if (!EventFilter.TryRead(context.Request, grid.Grid.Catalog.Document, out var filter, out var problem) ||
            !TryPosition(context.Request, out var after, out problem))
        {
            await gate.RefuseAsync(context, Source, problem!);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _open) > options.MaximumEventStreams)
            {
                await gate.RefuseAsync(context, Source, new Problem("too_many_requests", "too many event streams are open") { RetryAfter = TimeSpan.FromSeconds(5) });
                return;
            }

            metrics.StreamOpened();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
            try
            {
                await StreamAsync(context, filter, after, stop);
            }
            finally
            {
                metrics.StreamClosed();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task StreamAsync(HttpContext context, EventFilter filter, long? after, CancellationTokenSource stop)
    {
        try
        {
            var start = after ?? await grid.Within(grid.Grid.PositionAsync(stop.Token), stop.Token);
            var page = await grid.Within(grid.Grid.EventsAsync(start, 1, stop.Token), stop.Token);
            using var writer = Begin(context, filter);
            writer.Open(start);
            if (page.Oldest > start)
            {
                writer.Gap(start, page.Oldest);
            }

            await CopyAsync(writer, start, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader left or the host stops: that is how a stream ends.
        }
    }

    private async Task CopyAsync(EventStreamWriter writer, long start, CancellationTokenSource stop)
    {
        var events = grid.Grid.WatchAsync(start, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = Task.FromResult(true);
        try
        {
            while (true)
            {
                next = events.MoveNextAsync().AsTask();
                if (!await NextAsync(writer, next, stop.Token))
                {
                    return;
                }

                writer.Event(events.Current);
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

    // What was written goes out as soon as nothing more is at hand; then a comment now and then.
    private async ValueTask<bool> NextAsync(EventStreamWriter writer, Task<bool> next, CancellationToken cancellation)
    {
        if ((!next.IsCompleted || writer.IsFull) && !await writer.FlushAsync(cancellation))
        {
            return false;
        }

        while (!next.IsCompleted)
        {
            await ((Task)next).WaitAsync(options.Heartbeat, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            if (next.IsCompleted)
            {
                break;
            }

            writer.Heartbeat();
            if (!await writer.FlushAsync(cancellation))
            {
                return false;
            }
        }

#pragma warning disable VSTHRD003 // it is complete
        return await next;
#pragma warning restore VSTHRD003
    }

    private static EventStreamWriter Begin(HttpContext context, EventFilter filter)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        return new EventStreamWriter(response.BodyWriter, filter);
    }

    private static bool TryPosition(HttpRequest request, out long? after, out Problem? problem)
    {
        problem = null;
        after = null;
        string? header = request.Headers["Last-Event-ID"];
        var text = string.IsNullOrEmpty(header) ? request.Query["after"].ToString() : header;
        if (text.Length == 0)
        {
            return true;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            after = position;
            return true;
        }

        problem = new Problem("invalid_parameter", "the position is a whole number, the id of the last event that was read", string.IsNullOrEmpty(header) ? "after" : "Last-Event-ID");
        return false;
    }
}
