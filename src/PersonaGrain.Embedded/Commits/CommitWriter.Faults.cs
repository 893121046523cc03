using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>What the writer does when the store fails it, and how it finds out that the store works again.</summary>
internal sealed partial class CommitWriter
{
    private const int TrialBytes = 256 * 1024;

    private void Run(CommitCommand command)
    {
        try
        {
            _session.Begin();
            _session.Run(command.Change);
            if (command.CountAnewUnder is { } version)
            {
                _session.CountAnew(version);
            }

            _session.Commit();
            Volatile.Write(ref _committed, _session.Committed);
            command.Complete(null);
        }
        catch (StoreException exception)
        {
            Fail(exception.ToFault());
            command.Complete(exception.ToFault());
        }
    }

    private void Fail(StoreFault fault)
    {
        LogFailed(_log, fault.Code, fault.Message);
        _session.Rollback();
        if (Healthy.IsCompleted)
        {
            Volatile.Write(ref _healthy, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        Volatile.Write(ref _fault, fault);
        Interlocked.Increment(ref _epoch);
        _backlog.RequestAgain();
        foreach (var batch in _taken)
        {
            batch.Waiters.ForEach(waiter => waiter.Failed(fault));
        }

        _taken.Clear();
        RefuseWaiting(fault);
        Failed?.Invoke();
    }

    private void RefuseWaiting(StoreFault fault)
    {
        while (_commands.TryDequeue(out var command))
        {
            command.Complete(fault);
        }
    }

    private void WaitOutFault()
    {
        var until = Environment.TickCount64 + (long)_options.FaultRetry.TotalMilliseconds;
        do
        {
            RefuseWaiting(Fault!);
            _signal.Wait(TimeSpan.FromMilliseconds(Math.Max(1, until - Environment.TickCount64)));
        }
        while (!_stopping && Environment.TickCount64 < until);

        RefuseWaiting(Fault!);
        if (_stopping)
        {
            // A grid that is closed during a fault has nothing acknowledged to lose; what is in memory is in the journal.
            _abandoned = true;
            _healthy.TrySetResult();
            return;
        }

        try
        {
            _session.Open();
            Try();
            Volatile.Write(ref _committed, _session.Committed);
            Volatile.Write(ref _fault, null);
            LogRecovered(_log);
            _healthy.SetResult();
        }
        catch (StoreException exception)
        {
            Volatile.Write(ref _fault, exception.ToFault());
        }
    }

    /// <summary>Waits before something that failed is tried again: until the store can be written, or for the pause between tries where it can.</summary>
    public async Task PauseAsync(CancellationToken cancellation)
    {
        if (Healthy.IsCompleted)
        {
            await Task.Delay(_options.FaultRetry, cancellation);
        }

        await Healthy.WaitAsync(cancellation);
    }

    /// <summary>Writes for good and takes it back: only that shows that there is room and that the disk syncs.</summary>
    private void Try() => _session.Run((connection, _) =>
    {
        connection.Execute("BEGIN IMMEDIATE; DELETE FROM catalogs WHERE applied < 0");
        connection.Execute($"INSERT INTO catalogs VALUES (-1, 0, zeroblob({TrialBytes})); COMMIT");
        connection.Execute("DELETE FROM catalogs WHERE applied < 0");
    });

    [LoggerMessage(1, LogLevel.Error, "A commit failed ({Code}): {Reason}. Signals are refused until writing works again.")]
    private static partial void LogFailed(ILogger logger, string code, string reason);

    [LoggerMessage(2, LogLevel.Information, "Writing works again.")]
    private static partial void LogRecovered(ILogger logger);
}
