using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Ingest;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>The Segment tracking API: one event per call, or a batch.</summary>
internal sealed class TrackingEndpoints(SignalIntake intake, Refusals refusals, GatewayOptions options, TimeProvider time)
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
        await (body.Fault is { } fault ? refusals.RefuseAsync(context, source, fault) : take(body.Root));
    }

    private async Task SingleAsync(HttpContext context, JsonElement root, TrackingCall call, string source)
    {
        var reading = new TrackingEventReader(new RequestTimes(Now()), options.MaximumEventBytes).Read(root, call);
        if (reading.Fault is { } fault)
        {
            await refusals.RefuseAsync(context, source, Problem.Of(fault));
            return;
        }

        var tally = new IntakeTally(reported: 1);
        tally.Add(reading.Observation, 0, reading.Note);
        if (await intake.ObserveAsync(tally, source, context.RequestAborted) is { } problem)
        {
            await refusals.RefuseAsync(context, source, problem);
            return;
        }

        // A refusal by the grid was counted when it was sorted.
        await (tally.Rejected > 0
            ? JsonAnswer.ProblemAsync(context, Problem.Of(tally.Rejections[0].Fault))
            : JsonAnswer.WriteAsync(context, tally, static (writer, _) =>
            {
                writer.WriteStartObject();
                writer.WriteBoolean("success"u8, true);
                writer.WriteEndObject();
            }));
    }

    private async Task BatchAsync(HttpContext context, JsonElement root, string source, RequestTimes received)
    {
        if (TrackingBatch.Read(root, options.MaximumBatchEvents, out var batch) is { } fault)
        {
            await refusals.RefuseAsync(context, source, fault);
            return;
        }

        var tally = Collect(batch, source, received with { SentAt = batch.SentAt });
        var taking = received.IsImport
            ? intake.ImportAsync(tally, source, received.Received, context.RequestAborted)
            : intake.ObserveAsync(tally, source, context.RequestAborted);
        if (await taking is { } problem)
        {
            await refusals.RefuseAsync(context, source, problem);
            return;
        }

        await (tally.Accepted + tally.Duplicates == 0
            ? JsonAnswer.ProblemAsync(context, tally.AllRejected())
            : JsonAnswer.WriteAsync(context, tally, IntakeJson.WriteBatch));
    }

    private IntakeTally Collect(TrackingBatch batch, string source, RequestTimes request)
    {
        var reader = new TrackingEventReader(request, options.MaximumEventBytes) { BatchContext = batch.Context };
        var tally = new IntakeTally(options.MaximumBatchEvents);
        var index = 0;
        foreach (var item in batch.Items.EnumerateArray())
        {
            var reading = reader.Read(item, call: null);
            if (reading.Fault is { } fault)
            {
                intake.Reject(tally, index, fault, source);
            }
            else
            {
                tally.Add(reading.Observation, index, reading.Note);
            }

            index++;
        }

        return tally;
    }

    private Instant Now() => Instant.From(time.GetUtcNow());
}
