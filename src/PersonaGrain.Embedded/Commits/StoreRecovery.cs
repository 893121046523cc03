using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>How the writer finds out that a store which failed it works again.</summary>
internal sealed partial class StoreRecovery(CommitSession session, TimeSpan retry, ILogger log)
{
    private const int TrialBytes = 256 * 1024;

    private TaskCompletionSource _healthy = Completed();
    private StoreFault? _fault;
    private long _tryAt;

    /// <summary>Why nothing can be made durable now; null when it can.</summary>
    public StoreFault? Fault => Volatile.Read(ref _fault);

    /// <summary>Done while the store can be written; during a fault, done when that is over.</summary>
    public Task Healthy => Volatile.Read(ref _healthy).Task;

    /// <summary>How long to wait before the next try.</summary>
    public TimeSpan Wait => TimeSpan.FromMilliseconds(Math.Max(1, _tryAt - Environment.TickCount64));

    /// <summary>A commit failed.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="isOfTheStore">Whether it was the store; else writing is tried again at once.</param>
    public void Begin(StoreFault fault, bool isOfTheStore)
    {
        if (Healthy.IsCompleted)
        {
            Volatile.Write(ref _healthy, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        Volatile.Write(ref _fault, fault);
        if (isOfTheStore)
        {
            SetNextTry();
        }
    }

    /// <summary>Tries to write where it is time; false when the grid closes, so that nothing is tried any more.</summary>
    public bool Try(bool isClosing)
    {
        if (isClosing)
        {
            _healthy.TrySetResult();
            return false;
        }

        if (Environment.TickCount64 < _tryAt)
        {
            return true;
        }

        try
        {
            session.Open();
            Write();
            Volatile.Write(ref _fault, null);
            LogRecovered(log);
            _healthy.SetResult();
        }
        catch (StoreException exception)
        {
            Volatile.Write(ref _fault, exception.ToFault());
            SetNextTry();
        }

        return true;
    }

    /// <summary>The grid has ended: nobody waits for the store any more.</summary>
    public void Close() => Volatile.Read(ref _healthy).TrySetResult();

    /// <summary>Waits until the store can be written, or for the pause between tries where it can.</summary>
    public async Task PauseAsync(CancellationToken cancellation)
    {
        if (Healthy.IsCompleted)
        {
            await Task.Delay(retry, cancellation);
        }

        await Healthy.WaitAsync(cancellation);
    }

    /// <summary>Makes a store that a crash left in the middle of a trial what it was.</summary>
    public static void RemoveTrial(StoreConnection connection) => connection.Execute("DELETE FROM journal WHERE block < 0");

    /// <summary>Writes for good and takes it back: only that shows that there is room and that the disk syncs.</summary>
    private void Write() => session.Run((connection, _) =>
    {
        connection.Execute($"BEGIN IMMEDIATE; DELETE FROM journal WHERE block < 0; INSERT INTO journal VALUES (-1, zeroblob({TrialBytes})); COMMIT");
        RemoveTrial(connection);
    });

    private void SetNextTry() => _tryAt = Environment.TickCount64 + Math.Max(1, (long)retry.TotalMilliseconds);

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.SetResult();
        return source;
    }

    [LoggerMessage(2, LogLevel.Information, "Writing works again.")]
    private static partial void LogRecovered(ILogger logger);
}
