using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Faults;

/// <summary>What is set aside, taking it again, and giving it up.</summary>
internal sealed partial class QuarantineEndpoints(GridCalls grid, Refusals refusals, TimeProvider time, ILogger<QuarantineEndpoints> log)
{
    private const int StandardPage = 100;
    private const int Batch = 1_000;
    private static readonly TimeSpan TimeOfACall = TimeSpan.FromSeconds(5);

    /// <summary>What is set aside, oldest first.</summary>
    internal async Task ListAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, Quarantine.MaximumPage, out var limit, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem))
        {
            await refusals.RefuseAsync(context, "quarantine", problem!);
            return;
        }

        var page = await grid.Within(grid.Grid.QuarantineAsync(after ?? 0, limit, context.RequestAborted), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, page, QuarantineJson.WritePage);
    }

    /// <summary>Takes again what was set aside: all of it, or what a limit or a few seconds allow; then the answer says what to go on after.</summary>
    internal async Task ReplayAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", int.MaxValue, 1, int.MaxValue, out var limit, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem))
        {
            await refusals.RefuseAsync(context, "replay", problem!);
            return;
        }

        var replay = await ReplayAsync(after ?? 0, limit, context.RequestAborted);
        if (Stopped(replay) is { } stopped)
        {
            await refusals.RefuseAsync(context, "replay", stopped);
            return;
        }

        var status = await grid.Within(grid.Grid.StatusAsync(context.RequestAborted), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, replay with { StillQuarantined = status.Quarantined ?? replay.StillQuarantined }, QuarantineJson.WriteReplay);
    }

    /// <summary>Gives up what matches: all of it, or what a few seconds allow; then the answer says what to go on after.</summary>
    internal async Task DiscardAsync(HttpContext context)
    {
        if (!PathText.TryPosition(context.Request, "through", out var through, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem) ||
            !PathText.TryFlag(context.Request, "all", out var all, out problem))
        {
            await refusals.RefuseAsync(context, "discard", problem!);
            return;
        }

        var filter = new QuarantineFilter { Type = context.Request.Query["type"], Through = through };
        if (filter is { Type: null, Through: null } && !all)
        {
            await refusals.RefuseAsync(context, "discard", new Problem("invalid_parameter", "say what to discard: type, through, or all=true", "type"));
            return;
        }

        await JsonAnswer.WriteAsync(context, await DiscardAsync(context, filter, after ?? 0), QuarantineJson.WriteDiscard);
    }

    /// <summary>Gives one signal up, by its position.</summary>
    internal async Task DiscardOneAsync(HttpContext context, string position)
    {
        var discard = long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? await DiscardAsync(context, new QuarantineFilter { Through = number }, number - 1)
            : default;
        if (discard.Discarded == 0)
        {
            await refusals.RefuseAsync(context, "discard_one", new Problem("not_quarantined", $"nothing is set aside at {position}"));
            return;
        }

        await JsonAnswer.WriteAsync(context, discard, QuarantineJson.WriteDiscard);
    }

    private async Task<QuarantineReplay> ReplayAsync(long after, long limit, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var whole = new QuarantineReplay(0, 0, 0, after);
        for (var left = limit; left > 0 && whole is { Next: { } next, Stopped: null } && time.GetElapsedTime(began) < TimeOfACall; left -= Batch)
        {
            var size = (int)Math.Min(left, Batch);
            var page = await grid.Within(grid.Grid.ReplayQuarantineAsync(next, size, cancellation), cancellation);
            whole = page with { Folded = whole.Folded + page.Folded, Duplicates = whole.Duplicates + page.Duplicates };
        }

        return whole;
    }

    private async Task<QuarantineDiscard> DiscardAsync(HttpContext context, QuarantineFilter filter, long after)
    {
        var began = time.GetTimestamp();
        var whole = new QuarantineDiscard(0, after, filter.Through);
        try
        {
            do
            {
                var page = await grid.Within(
                    grid.Grid.DiscardQuarantineAsync(filter with { Through = whole.Through }, whole.Next ?? 0, Batch, context.RequestAborted),
                    context.RequestAborted);
                whole = page with { Discarded = whole.Discarded + page.Discarded };
            }
            while (whole.Next is not null && time.GetElapsedTime(began) < TimeOfACall);
        }
        finally
        {
            // Also of a call that failed after a part: what is gone is told.
            if (whole.Discarded > 0)
            {
                LogDiscarded(log, whole.Discarded, filter.Type ?? "any", after, filter.Through, context.Connection.RemoteIpAddress);
            }
        }

        return whole;
    }

    // What it took before counts; the same call finds the rest.
    private static Problem? Stopped(QuarantineReplay replay) => replay.Stopped switch
    {
        ObserveResult.Busy busy => new Problem("busy", $"stopped after {replay.Folded} signals; send the same again") { RetryAfter = busy.RetryAfter },
        ObserveResult.Unavailable away => new Problem("unavailable", $"{away.Reason}; stopped after {replay.Folded} signals") { RetryAfter = away.RetryAfter },
        _ => null,
    };

    [LoggerMessage(1, LogLevel.Warning, "Discarded {Count} signals that were set aside (type: {Type}, after position {After} through {Through}), as {Caller} asked: they never count")]
    private static partial void LogDiscarded(ILogger logger, long count, string type, long after, long? through, System.Net.IPAddress? caller);
}
