using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Faults;

/// <summary>What was odd about signals, what is set aside, and taking that again.</summary>
internal sealed class FaultEndpoints(GridCalls grid, Refusals refusals, FaultLog log, TimeProvider time)
{
    private const int StandardPage = 100;
    private const int ReplayPage = 1_000;
    private static readonly TimeSpan ReplayTime = TimeSpan.FromSeconds(5);

    /// <summary>The newest faults of this process.</summary>
    internal Task ListAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, FaultLog.Kept, out var limit, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem))
        {
            return refusals.RefuseAsync(context, "faults", problem!);
        }

        var entries = log.Newest(after, limit);
        return JsonAnswer.WriteAsync(context, (entries, entries.Count == limit), FaultEntryJson.WritePage);
    }

    /// <summary>What is set aside, oldest first.</summary>
    internal async Task QuarantineAsync(HttpContext context)
    {
        if (!PathText.TryNumber(context.Request, "limit", StandardPage, 1, Quarantine.MaximumPage, out var limit, out var problem) ||
            !PathText.TryPosition(context.Request, "after", out var after, out problem))
        {
            await refusals.RefuseAsync(context, "quarantine", problem!);
            return;
        }

        var page = await grid.Within(grid.Grid.QuarantineAsync(after ?? 0, limit, context.RequestAborted), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, page, FaultEntryJson.WriteQuarantine);
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
        await JsonAnswer.WriteAsync(context, replay with { StillQuarantined = status.Quarantined ?? replay.StillQuarantined }, FaultEntryJson.WriteReplay);
    }

    private async Task<QuarantineReplay> ReplayAsync(long after, long limit, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var whole = new QuarantineReplay(0, 0, 0, after);
        for (var left = limit; left > 0 && whole is { Next: { } next, Stopped: null } && time.GetElapsedTime(began) < ReplayTime; left -= ReplayPage)
        {
            var size = (int)Math.Min(left, ReplayPage);
            var page = await grid.Within(grid.Grid.ReplayQuarantineAsync(next, size, cancellation), cancellation);
            whole = page with { Folded = whole.Folded + page.Folded, Duplicates = whole.Duplicates + page.Duplicates };
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
}
