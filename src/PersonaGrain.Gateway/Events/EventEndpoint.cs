using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Tokens;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Events;

/// <summary>Streams the grid's events as server-sent events, from a position on or from now on.</summary>
/// <remarks>
/// At least once, in order per profile. <c>id</c> is the event's position; a reader that comes back with it as
/// <c>Last-Event-ID</c> misses nothing that the grid still keeps, and is told by an event <c>gap</c> where it does not keep
/// that far, or where the position lies beyond the newest event, as after the store was replaced by an older one. A stream ends when its reader
/// leaves, its token's time is over, its key is taken away (which is looked at with each event and heartbeat), or the host stops.
/// </remarks>
internal sealed class EventEndpoint(
    GridCalls grid, Refusals refusals, GatewayOptions options, GatewayMetrics metrics, IHostApplicationLifetime host, TimeProvider time, TokenStreams tokens, KeyRing keys)
{
    internal const string Source = "events";
    private static readonly Problem TooManyOfProfile = new("too_many_requests", $"{TokenStreams.MostOfOneProfile} event streams of this profile are open")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>Streams until the reader leaves.</summary>
    internal async Task StreamAsync(HttpContext context)
    {
        var opened = context.Features.Get<OpenedProfile>();
        if (!EventFilter.TryRead(context.Request, opened is null ? null : await ProfilesAsync(context, opened), grid.Grid.Catalog, out var filter, out var problem) ||
            !TryPosition(context.Request, out var after, out problem))
        {
            await refusals.RefuseAsync(context, Source, problem!);
            return;
        }

        using var room = opened is null ? null : tokens.Enter(opened);
        if (room is { IsAcquired: false })
        {
            await refusals.RefuseAsync(context, Source, TooManyOfProfile);
            return;
        }

        metrics.StreamOpened();
        using var end = opened is null ? new CancellationTokenSource() : new CancellationTokenSource(Left(opened), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping, end.Token);
        try
        {
            await StreamAsync(context, filter, after, opened is null ? long.MaxValue : options.Tokens.MaximumLookBack, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader left, the token ended or the host stops: that is how a stream ends.
        }
        finally
        {
            metrics.StreamClosed();
        }
    }

    // Who is joined while the stream is open is found when its reader comes back.
    private async ValueTask<IReadOnlyList<ProfileId>> ProfilesAsync(HttpContext context, OpenedProfile opened)
    {
        if (!NamedIdentity.TryParse(opened.Profile.Value, grid.Grid.Catalog.Identities, out var named, out _))
        {
            return [opened.Profile];
        }

        var (key, view) = await named.FindAsync(id => grid.Within(grid.Grid.ProfileAsync(id, context.RequestAborted), context.RequestAborted));
        ProfileId[] profiles = view is not null ? [opened.Profile, key, view.Id] : named.Otherwise is { } other ? [opened.Profile, other] : [opened.Profile];
        return [.. profiles.Distinct()];
    }

    private async Task StreamAsync(HttpContext context, EventFilter filter, long? after, long lookBack, CancellationToken cancellation)
    {
        var newest = await grid.Within(grid.Grid.PositionAsync(cancellation), cancellation);
        var asked = after ?? newest;
        var earliest = Math.Max(0, newest - lookBack);
        var start = Math.Clamp(asked, earliest, newest);
        var page = await grid.Within(grid.Grid.EventsAsync(start, 1, cancellation), cancellation);
        var oldest = Math.Max(page.Oldest, earliest);
        var gap = asked > newest ? EventGap.Beyond(asked, newest) : oldest > asked ? EventGap.Behind(asked, oldest) : null;
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var stream = new EventStream(context.Response.Body, filter, options.Heartbeat, () => context.Features.Get<ShownWorkspace>() is not { } shown || keys.StillOpens(shown));
        var items = stream.ItemsAsync(grid.Grid.WatchAsync(start, cancellation), start, gap, cancellation);
        await TypedResults.ServerSentEvents(items).ExecuteAsync(context);
    }

    // A token may end between the look at it and here; less than no time would be endless.
    private TimeSpan Left(OpenedProfile opened)
    {
        var left = opened.Expires - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Reads the position after which a stream goes on, of the header or the query.</summary>
    internal static bool TryPosition(HttpRequest request, out long? after, out Problem? problem)
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
