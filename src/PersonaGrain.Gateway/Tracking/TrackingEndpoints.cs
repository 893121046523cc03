using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Accounts;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Ingest;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>The Segment tracking API: one event per call, or a batch.</summary>
internal sealed class TrackingEndpoints(SignalIntake intake, LinkIntake links, GridCalls grid, Refusals refusals, GatewayOptions options, TimeProvider time)
{
    /// <summary>Takes one event.</summary>
    internal Task SingleAsync(HttpContext context, TrackingCall call, string source) =>
        WithBodyAsync(context, source, root => SingleAsync(context, root, call, source));

    /// <summary>Takes a batch: the good events count, each bad one is named.</summary>
    internal Task BatchAsync(HttpContext context, string source, bool isImport)
    {
        var received = new RequestTimes(Now(), IsImport: isImport);
        return WithBodyAsync(context, source, root => BatchAsync(context, root, source, received));
    }

    private async Task WithBodyAsync(HttpContext context, string source, Func<JsonElement, Task> take)
    {
        using var body = await TrackingBody.ReadAsync(context);
        if (body.Fault is { } fault)
        {
            await RefuseAsync(context, source, fault);
            return;
        }

        await take(body.Root);
    }

    private async Task SingleAsync(HttpContext context, JsonElement root, TrackingCall call, string source)
    {
        var tally = new IntakeTally(reported: 1);
        Take(tally, Reader(new RequestTimes(Now())).Read(root, call), 0, source);
        if ((await links.JoinAsync(context, tally, source) ?? await intake.ObserveAsync(tally, source, context.RequestAborted)) is { } problem)
        {
            await refusals.RefuseAsync(context, source, problem);
            return;
        }

        // A refusal was counted where it was found.
        await (tally.Rejected > 0
            ? JsonAnswer.ProblemAsync(context, Problem.Of(tally.Rejections[0].Fault))
            : JsonAnswer.WriteAsync(context, tally, IntakeJson.WriteSingle));
    }

    private async Task BatchAsync(HttpContext context, JsonElement root, string source, RequestTimes received)
    {
        if (TrackingBatch.Read(root, options.MaximumBatchEvents, out var batch) is { } fault)
        {
            await RefuseAsync(context, source, fault);
            return;
        }

        var tally = Collect(batch, source, received with { SentAt = batch.SentAt });
        if ((await links.JoinAsync(context, tally, source) ?? await TakeAsync(context, tally, source, received)) is { } problem)
        {
            await refusals.RefuseAsync(context, source, problem);
            return;
        }

        await (tally.Taken == 0
            ? JsonAnswer.ProblemAsync(context, tally.AllRejected())
            : JsonAnswer.WriteAsync(context, tally, IntakeJson.WriteBatch));
    }

    private ValueTask<Problem?> TakeAsync(HttpContext context, IntakeTally tally, string source, RequestTimes received) => received.IsImport
        ? intake.ImportAsync(tally, source, received.Received, context.RequestAborted)
        : intake.ObserveAsync(tally, source, context.RequestAborted);

    private IntakeTally Collect(TrackingBatch batch, string source, RequestTimes request)
    {
        var reader = Reader(request, batch.Context);
        var tally = new IntakeTally(options.MaximumBatchEvents);
        foreach (var note in batch.Notes)
        {
            intake.Note(tally, null, note, source, string.Empty);
        }

        var index = 0;
        foreach (var item in batch.Items.EnumerateArray())
        {
            Take(tally, reader.Read(item, call: null), index++, source);
        }

        return tally;
    }

    private void Take(IntakeTally tally, in TrackingReading reading, long place, string source)
    {
        if (reading.Fault is { } fault)
        {
            intake.Reject(tally, place, fault, source, reading.Type);
        }
        else if (reading.Link is { } link)
        {
            tally.Add(place, link);
        }
        else if (intake.Add(tally, reading.Observation, new PendingSignal(place, reading.Words, reading.Notes), reading.Content, source)
            && reading.OfAccount is { } further)
        {
            intake.AddFurther(tally, further, new PendingSignal(place, reading.Words with { ProfileField = GroupSignal.Account }, []), reading.Content);
        }
    }

    private TrackingEventReader Reader(RequestTimes request, JsonElement context = default) =>
        new(request, options.MaximumEventBytes, options.BlockedIds.Set, grid.Grid.Catalog.Identities) { BatchContext = context };

    private Task RefuseAsync(HttpContext context, string source, Problem problem)
    {
        intake.Unreadable(source, problem);
        return refusals.RefuseAsync(context, source, problem);
    }

    private Instant Now() => Instant.From(time.GetUtcNow());
}
