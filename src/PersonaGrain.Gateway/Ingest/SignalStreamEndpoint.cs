using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Accounts;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>Takes native signals, one JSON object per line, in constant memory however long the stream is.</summary>
/// <remarks>
/// Lines go to the grid in chunks; each chunk is durable before the next is read. While the grid is busy the stream waits,
/// for at most <see cref="GatewayOptions.GridTimeout"/> per chunk. A stream that ends with 429 or 503 may be sent again as a
/// whole: an id counts once.
/// </remarks>
internal sealed class SignalStreamEndpoint(SignalIntake intake, GridCalls grid, KeyRing keys, Refusals refusals, GatewayOptions options)
{
    internal const string Source = "signals";

    /// <summary>Takes the stream.</summary>
    internal async Task TakeAsync(HttpContext context)
    {
        if (BodyCompression.Unsupported(context.Request) is { } unsupported)
        {
            await refusals.RefuseAsync(context, Source, unsupported);
            return;
        }

        var pipe = PipeReader.Create(context.Request.Body, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var lines = new LineReader(pipe, NativeSignalReader.MaximumBytes, options.MaximumSignalStreamBytes);
        var tally = new IntakeTally(options.MaximumReportedRejections);
        var problem = await DrainAsync(context, lines, tally);
        await pipe.CompleteAsync();
        await AnswerAsync(context, tally, problem);
    }

    private async ValueTask<Problem?> DrainAsync(HttpContext context, LineReader lines, IntakeTally tally)
    {
        var mayTie = !keys.IsGuarded || KeyClaims.Has(context.User, KeyScope.Admin);
        while (await lines.ReadAsync(context.RequestAborted))
        {
            if (lines.Bytes > options.MaximumSignalStreamBytes)
            {
                return new Problem("body_too_large", $"max request size exceeded at line {lines.Number}; the lines before it were taken");
            }

            Take(lines, tally, mayTie);
            if (tally.Pending.Count >= options.SignalChunk && await HandOverAsync(context, tally) is { } problem)
            {
                return problem with { Detail = $"{problem.Detail}; stopped at line {lines.Number}" };
            }
        }

        return await HandOverAsync(context, tally);
    }

    private void Take(LineReader lines, IntakeTally tally, bool mayTie)
    {
        if (lines.TooLong)
        {
            intake.Reject(tally, lines.Number, LineTooLong, Source, string.Empty);
            return;
        }

        if (lines.Line.IsEmpty)
        {
            return;
        }

        switch (NativeSignalReader.Read(lines.Line, options.BlockedIds.Set, grid.Grid.Catalog.Identities))
        {
            case NativeSignalReading.Read { Observation: var tie } when !mayTie && AccountIds.TiesAccounts(tie):
                intake.Reject(tally, lines.Number, AccountIds.OfManagers, Source, string.Empty);
                break;
            case NativeSignalReading.Read read:
                intake.Add(tally, read.Observation, new PendingSignal(lines.Number, default, read.Notes), read.Content, Source);
                break;
            case NativeSignalReading.Refused refused:
                intake.Reject(tally, lines.Number, refused.Fault, Source, string.Empty);
                break;
        }
    }

    private async ValueTask<Problem?> HandOverAsync(HttpContext context, IntakeTally tally)
    {
        var waited = TimeSpan.Zero;
        while (true)
        {
            var problem = await intake.ObserveAsync(tally, Source, context.RequestAborted);
            if (problem is not { Code: "busy", RetryAfter: { } wait } || waited + wait > options.GridTimeout)
            {
                return problem;
            }

            // Not reading on is what slows the sender down.
            waited += wait;
            await Task.Delay(wait, context.RequestAborted);
        }
    }

    private Task AnswerAsync(HttpContext context, IntakeTally tally, Problem? problem)
    {
        if (problem is not null)
        {
            return refusals.RefuseAsync(context, Source, problem);
        }

        if (tally.Taken + tally.Rejected == 0)
        {
            return refusals.RefuseAsync(context, Source, new Problem("empty_body", "the request has no body"));
        }

        return tally.Taken == 0
            ? JsonAnswer.ProblemAsync(context, tally.AllRejected() with { IsOfLines = true })
            : JsonAnswer.WriteAsync(context, tally, IntakeJson.WriteLines);
    }

    private static readonly SignalFault LineTooLong = new("event_too_large", string.Empty,
        $"the line has more than {NativeSignalReader.MaximumBytes} bytes; send smaller signals");
}
