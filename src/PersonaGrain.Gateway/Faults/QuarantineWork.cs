using Microsoft.Extensions.Logging;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Faults;

/// <summary>Takes again what is set aside, and gives it up, for a few seconds at a time: what the API and the pages both do it with.</summary>
internal sealed partial class QuarantineWork(GridCalls grid, WorkspaceGrid workspace, AuditLog audit, TimeProvider time, ILogger<QuarantineWork> log)
{
    private const int Batch = 1_000;
    private static readonly TimeSpan TimeOfACall = TimeSpan.FromSeconds(5);

    /// <summary>Takes again what a limit or a few seconds allow.</summary>
    /// <param name="after">The position to begin after.</param>
    /// <param name="limit">How many to look at.</param>
    /// <param name="caller">Whose key asked for it, as the audit trail names it.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    internal async Task<QuarantineReplay> ReplayAsync(long after, long limit, string caller, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var whole = new QuarantineReplay(0, 0, 0, after);
        for (var left = limit; left > 0 && whole is { Next: { } next, Stopped: null } && time.GetElapsedTime(began) < TimeOfACall; left -= Batch)
        {
            var size = (int)Math.Min(left, Batch);
            var page = await grid.Within(grid.Grid.ReplayQuarantineAsync(next, size, cancellation), cancellation);
            whole = page with { Folded = whole.Folded + page.Folded, Duplicates = whole.Duplicates + page.Duplicates };
        }

        if (whole.Folded + whole.Duplicates > 0)
        {
            await audit.WriteAsync(caller, AuditAction.QuarantineReplayed, workspace.Name, $"{whole.Folded} signals count now, {whole.Duplicates} had counted before");
        }

        return whole;
    }

    /// <summary>Gives up what matches, as much as a few seconds allow.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The position to begin after.</param>
    /// <param name="caller">Whose key asked for it, as the audit trail names it.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    internal async Task<QuarantineDiscard> DiscardAsync(QuarantineFilter filter, long after, string caller, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var whole = new QuarantineDiscard(0, after, filter.Through);
        try
        {
            do
            {
                var page = await grid.Within(grid.Grid.DiscardQuarantineAsync(filter with { Through = whole.Through }, whole.Next ?? 0, Batch, cancellation), cancellation);
                whole = page with { Discarded = whole.Discarded + page.Discarded };
            }
            while (whole.Next is not null && time.GetElapsedTime(began) < TimeOfACall);
        }
        finally
        {
            // Also of a call that failed after a part: what is gone is told.
            if (whole.Discarded > 0)
            {
                LogDiscarded(log, whole.Discarded, filter.Type ?? "any", after, filter.Through, caller);
                await audit.WriteAsync(caller, AuditAction.QuarantineDiscarded, workspace.Name, $"{whole.Discarded} signals of {(filter.Type is { } type ? $"the type {type}" : "any type")}");
            }
        }

        return whole;
    }

    /// <summary>Why a replay ended early; null where it did not. What it took before counts; the same call finds the rest.</summary>
    internal static Problem? Stopped(QuarantineReplay replay) => replay.Stopped switch
    {
        ObserveResult.Busy busy => new Problem("busy", $"stopped after {replay.Folded} signals; send the same again") { RetryAfter = busy.RetryAfter },
        ObserveResult.Unavailable away => new Problem("unavailable", $"{away.Reason}; stopped after {replay.Folded} signals") { RetryAfter = away.RetryAfter },
        _ => null,
    };

    [LoggerMessage(1, LogLevel.Warning, "Discarded {Count} signals that were set aside (type: {Type}, after position {After} through {Through}), as the key {Caller} asked: they never count")]
    private static partial void LogDiscarded(ILogger logger, long count, string type, long after, long? through, string caller);
}
