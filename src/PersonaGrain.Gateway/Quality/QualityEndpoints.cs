using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using PersonaGrain.Gateway.Events;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Quality;

/// <summary>How good the signals are that this process saw, and alarms where they are not.</summary>
internal sealed class QualityEndpoints(
    Refusals refusals, QualityLog log, GatewayOptions options, GatewayMetrics metrics, IHostApplicationLifetime host, KeyRing keys, TimeProvider time)
{
    internal const string Source = "quality";
    internal const string AlarmsSource = "quality_alarms";
    internal const string StreamSource = "quality_alarms_stream";
    private const int StandardPage = 100;
    private const int MaximumPage = 1_000;
    private static readonly string Process = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>What was measured, by source and type.</summary>
    internal Task ListAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, MaximumPage, out var limit, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem))
        {
            return refusals.RefuseAsync(context, Source, problem!);
        }

        string? source = context.Request.Query["source"];
        string? type = context.Request.Query["type"];
        var all = log.Look().Where(view => (source is null || view.Of.Source == source) && (type is null || view.Of.Type == type)).ToList();
        return JsonAnswer.WriteAsync(context, Page(all, [.. all.Where(view => view.Of.Number > (after ?? 0)).Take(limit)], limit), QualityJson.Write);
    }

    /// <summary>The alarms that are, and the newest of those that were.</summary>
    internal Task AlarmsAsync(HttpContext context)
    {
        log.Look();
        return JsonAnswer.WriteAsync(context, (Page([], [], 0), log.Alarms.Current, log.Alarms.Past, log.Alarms.Positions.Newest), AlarmJson.WriteList);
    }

    /// <summary>Streams what is raised and cleared until the reader leaves, its key is taken away, or the host stops.</summary>
    internal async Task StreamAsync(HttpContext context)
    {
        if (!EventEndpoint.TryPosition(context.Request, out var after, out var problem))
        {
            await refusals.RefuseAsync(context, StreamSource, problem!);
            return;
        }

        metrics.StreamOpened();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        try
        {
            await StreamAsync(context, after, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader left, or the host stops: that is how a stream ends.
        }
        finally
        {
            metrics.StreamClosed();
        }
    }

    private Task StreamAsync(HttpContext context, long? after, CancellationToken cancellation)
    {
        // Positions begin anew with each process.
        var (newest, oldest) = log.Alarms.Positions;
        var asked = after ?? newest;
        var gap = asked > newest ? EventGap.Beyond(asked, newest) : asked < oldest - 1 ? EventGap.Behind(asked, oldest) : null;
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var stream = new AlarmStream(
            context.Response.Body, log.Alarms, options.Heartbeat, time, () => context.Features.Get<ShownWorkspace>() is not { } shown || keys.StillOpens(shown));
        return TypedResults.ServerSentEvents(stream.ItemsAsync(Math.Clamp(asked, oldest - 1, newest), gap, cancellation)).ExecuteAsync(context);
    }

    private QualityPage Page(IReadOnlyList<QualityView> all, IReadOnlyList<QualityView> shown, int limit) =>
        new(log.Since, Process, Instant.From(time.GetUtcNow()), all, shown, limit, log.Alarms.Current.Count);
}
