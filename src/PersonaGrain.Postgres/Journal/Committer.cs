using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Postgres.Journal;

/// <summary>Takes what waits in the queue, commits it together, answers; over and over. While a commit is under way the next one gathers, so load makes commits larger and idleness makes them quick.</summary>
internal sealed class Committer(AppendQueue queue, CommitWriter writer, EventPulse pulse, RecentCommits times, PostgresOptions options, ILogger logger)
{
    private const int Attempts = 5;

    private readonly List<PendingAppend> _commit = [];
    private readonly Queue<PendingAppend> _later = new();

    /// <summary>Runs until the queue is closed and empty; after <paramref name="stop"/> what is left is answered <c>Unavailable</c>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (_later.Count > 0 || await queue.WaitAsync())
        {
            _commit.Clear();
            queue.Gather(_commit, _later);
            if (_commit.Count > 0)
            {
                await CommitAsync(_commit, stop);
            }
        }
    }

    private async Task CommitAsync(List<PendingAppend> appends, CancellationToken stop)
    {
        for (var attempt = 1; appends.Count > 0; attempt++)
        {
            CommitRows? rows = null;
            try
            {
                rows = new CommitRows(appends);
                var began = Stopwatch.GetTimestamp();
                await writer.WriteAsync(rows, stop);
                times.Add(Stopwatch.GetElapsedTime(began));
                Complete(appends, AppendResult.Appended.Instance);
                if (!rows.Events.IsEmpty)
                {
                    pulse.Beat(rows.Events.Workspaces);
                }

                return;
            }
            catch (Exception exception)
            {
                // Without rows nothing was sent: an append itself is at fault, as one is that the database refuses.
                var kind = rows is null ? PostgresFaultKind.Refused : PostgresFault.Kind(exception);
                if (!await RecoverAsync(appends, rows, kind, exception, attempt, stop))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Answers those that an error is about; true when the rest is to be tried again.</summary>
    private async Task<bool> RecoverAsync(List<PendingAppend> appends, CommitRows? rows, PostgresFaultKind kind, Exception exception, int attempt, CancellationToken stop)
    {
        switch (kind)
        {
            case PostgresFaultKind.Conflict when appends.Count == 1 && !appends[0].HasNewIds:
                Complete(appends, AppendResult.Conflict.Instance);
                return false;
            case PostgresFaultKind.Removed when appends.Count == 1:
                Complete(appends, CommitLosers.OfRemoved);
                return false;
            case PostgresFaultKind.Conflict or PostgresFaultKind.Removed when attempt < Attempts && rows is not null:
                return await AnswerLosersAsync(appends, rows, stop);
            case PostgresFaultKind.Collision when attempt < Attempts:
                return true;
            case PostgresFaultKind.Refused when appends.Count == 1:
                appends[0].Fail(exception);
                return false;
            case PostgresFaultKind.Conflict when appends.Count == 1:
                // Whoever it lost to so often, it is overtaken.
                Complete(appends, AppendResult.Conflict.Instance);
                return false;
            case PostgresFaultKind.Conflict or PostgresFaultKind.Removed or PostgresFaultKind.Refused when appends.Count > 1:
                await CommitEachAsync(appends, stop);
                return false;
            default:
                Refuse(appends, exception);
                return false;
        }
    }

    private async Task<bool> AnswerLosersAsync(List<PendingAppend> appends, CommitRows rows, CancellationToken stop)
    {
        try
        {
            var losers = await writer.FindLosersAsync(rows, stop);
            for (var place = 0; place < rows.Appends.Count; place++)
            {
                if (losers.ResultOf(place) is { } result)
                {
                    rows.Appends[place].Head.Complete(result);
                }
            }

            appends.RemoveAll(static append => append.Answer.IsCompleted);
            return true;
        }
        catch (Exception exception)
        {
            Refuse(appends, exception);
            return false;
        }
    }

    private async Task CommitEachAsync(List<PendingAppend> appends, CancellationToken stop)
    {
        foreach (var append in appends.ToArray())
        {
            await CommitAsync([append], stop);
        }
    }

    private void Refuse(List<PendingAppend> appends, Exception exception)
    {
        var reason = exception is OperationCanceledException ? "the storage is shutting down" : PostgresFault.Reason(exception);
        Log.CommitFailed(logger, exception, appends.Count, reason);
        Complete(appends, new AppendResult.Unavailable(reason, options.RetryAfter));
    }

    private static void Complete(List<PendingAppend> appends, AppendResult result)
    {
        foreach (var append in appends)
        {
            append.Complete(result);
        }
    }
}
