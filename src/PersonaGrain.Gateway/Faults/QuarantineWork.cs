using Microsoft.Extensions.Logging;
using PersonaGrain.Auditing;
using PersonaGrain.Gateway.Auditing;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;

namespace PersonaGrain.Gateway.Faults;

/// <summary>Takes again what is set aside, and gives it up, for a few seconds at a time: what the API and the pages both do it with.</summary>
internal sealed partial class QuarantineWork(GridCalls grid, WorkspaceGrid workspace, AuditLog audit, AuditedChanges changes, TimeProvider time, ILogger<QuarantineWork> log)
{
    private const int Batch = 1_000;
    private static readonly TimeSpan TimeOfACall = TimeSpan.FromSeconds(5);

    /// <summary>Takes again what a limit or a few seconds allow.</summary>
    /// <param name="after">The position to begin after.</param>
    /// <param name="limit">How many to look at.</param>
    /// <param name="caller">Whose key asked for it, as the audit trail names it.</param>
    /// <param name="cancellation">Ends the wait at once, and the work after the batch that is under way.</param>
    internal Task<QuarantineReplay> ReplayAsync(long after, long limit, string caller, CancellationToken cancellation) =>
        changes.WaitAsync(ReplayedAsync(after, limit, caller, cancellation), TimeOfACall, cancellation);

    /// <summary>Gives up what matches, as much as a few seconds allow.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The position to begin after.</param>
    /// <param name="caller">Whose key asked for it, as the audit trail names it.</param>
    /// <param name="cancellation">Ends the wait at once, and the work after the batch that is under way.</param>
    internal Task<QuarantineDiscard> DiscardAsync(QuarantineFilter filter, long after, string caller, CancellationToken cancellation) =>
        changes.WaitAsync(DiscardedAsync(filter, after, caller, cancellation), TimeOfACall, cancellation);

    /// <summary>The position of the newest signal that is set aside now; 0 where none is.</summary>
    internal async Task<long> NewestAsync(CancellationToken cancellation)
    {
        // A discard says up to where it looks, unless it is at the end with the first one; and no signal has a type without a name.
        var none = await grid.Within(grid.Grid.DiscardQuarantineAsync(new QuarantineFilter { Type = string.Empty }, 0, 1, cancellation), cancellation);
        return none.Through ?? (await grid.Within(grid.Grid.QuarantineAsync(0, 1, cancellation), cancellation)).Entries.Select(static entry => entry.Position).FirstOrDefault();
    }

    private async Task<QuarantineReplay> ReplayedAsync(long after, long limit, string caller, CancellationToken ended)
    {
        var began = time.GetTimestamp();
        var whole = new QuarantineReplay(0, 0, 0, after);
        try
        {
            for (var left = limit; left > 0 && whole is { Next: { } next, Stopped: null } && GoesOn(began, ended); left -= Batch)
            {
                var size = (int)Math.Min(left, Batch);
                var page = await grid.Grid.ReplayQuarantineAsync(next, size, CancellationToken.None);
                whole = page with { Folded = whole.Folded + page.Folded, Duplicates = whole.Duplicates + page.Duplicates };
            }
        }
        finally
        {
            // Also of a call that failed after a part, or that nobody waits for: what counts now is told.
            if (whole.Folded + whole.Duplicates > 0)
            {
                await audit.WriteAsync(caller, AuditAction.QuarantineReplayed, workspace.Name, $"{whole.Folded} signals count now, {whole.Duplicates} had counted before");
            }
        }

        return whole;
    }

    private async Task<QuarantineDiscard> DiscardedAsync(QuarantineFilter filter, long after, string caller, CancellationToken ended)
    {
        var began = time.GetTimestamp();
        var whole = new QuarantineDiscard(0, after, filter.Through);
        try
        {
            do
            {
                var page = await grid.Grid.DiscardQuarantineAsync(filter with { Through = whole.Through }, whole.Next ?? 0, Batch, CancellationToken.None);
                whole = page with { Discarded = whole.Discarded + page.Discarded };
            }
            while (whole.Next is not null && GoesOn(began, ended));
        }
        finally
        {
            // As of a replay: what is gone is told.
            if (whole.Discarded > 0)
            {
                LogDiscarded(log, whole.Discarded, filter.Type ?? "any", after, filter.Through, caller);
                await audit.WriteAsync(caller, AuditAction.QuarantineDiscarded, workspace.Name, $"{whole.Discarded} signals of {(filter.Type is { } type ? $"the type {type}" : "any type")}");
            }
        }

        return whole;
    }

    private bool GoesOn(long began, CancellationToken ended) => !ended.IsCancellationRequested && time.GetElapsedTime(began) < TimeOfACall;

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
