using Microsoft.Extensions.Logging;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Postgres.Journal;

/// <summary>Tells waiters that there may be new events: at once after this process's commits, else by looking at short intervals while someone waits.</summary>
internal sealed class EventPulse(PostgresReader reader, PostgresOptions options, ILogger logger, TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _beat = NewBeat();
    private TaskCompletionSource _wanted = NewBeat();
    private int _waiters;

    public async Task WaitAsync(long after, CancellationToken cancellation)
    {
        Task beat;
        lock (_gate)
        {
            beat = _beat.Task;
            _waiters++;
            _wanted.TrySetResult();
        }

        try
        {
            // Only after joining: an event that comes between the look and the wait is then a beat.
            if (await NewestAsync(cancellation) <= after)
            {
                await beat.WaitAsync(cancellation);
            }
        }
        finally
        {
            lock (_gate)
            {
                _waiters--;
            }
        }
    }

    /// <summary>Lets every waiter go.</summary>
    public void Beat()
    {
        TaskCompletionSource beat;
        lock (_gate)
        {
            beat = _beat;
            _beat = NewBeat();
        }

        beat.SetResult();
    }

    /// <summary>Looks for events of other processes until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var seen = -1L;
        while (await SomeoneWaitsAsync(stop))
        {
            var newest = await NewestAsync(stop);
            if (newest > seen)
            {
                Beat();
            }

            // After a look without an answer the next one that has one lets waiters go: they may wait for less than the newest.
            seen = newest;

            await Task.Delay(options.EventPollInterval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> SomeoneWaitsAsync(CancellationToken stop)
    {
        Task wanted;
        lock (_gate)
        {
            if (_waiters == 0 && _wanted.Task.IsCompleted)
            {
                _wanted = NewBeat();
            }

            wanted = _wanted.Task;
        }

        await wanted.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stop.IsCancellationRequested;
    }

    /// <summary>The newest position; −1 where the database gives no answer, which the next look will mend.</summary>
    private async Task<long> NewestAsync(CancellationToken cancellation)
    {
        try
        {
            return (await reader.QueryAsync("SELECT coalesce(max(position), 0) FROM personagrain.events", static row => row.GetInt64(0), cancellation))[0];
        }
        catch (JournalUnavailableException exception)
        {
            Log.PollFailed(logger, exception);
            return -1;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return -1;
        }
    }

    private static TaskCompletionSource NewBeat() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
