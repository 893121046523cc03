using Microsoft.Extensions.Logging;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Postgres.Journal;

/// <summary>
/// Tells waiters that there may be new events: at once after this process's commits, else by looking at short intervals while someone
/// waits. One look for all workspaces that someone waits for.
/// </summary>
internal sealed class EventPulse(PostgresReader reader, PostgresOptions options, ILogger logger, TimeProvider time)
{
    private const string Newest = """
        SELECT wanted.number, coalesce((SELECT max(e.position) FROM personagrain.events e WHERE e.workspace = wanted.number), 0)
        FROM unnest($1) AS wanted (number)
        """;

    private readonly Lock _gate = new();
    private readonly Dictionary<WorkspaceNumber, Waiters> _waiters = [];
    private TaskCompletionSource _wanted = NewBeat();
    private int _waiting;

    public async Task WaitAsync(WorkspaceNumber workspace, long after, CancellationToken cancellation)
    {
        Task beat;
        Waiters waiters;
        lock (_gate)
        {
            if (!_waiters.TryGetValue(workspace, out waiters!))
            {
                _waiters.Add(workspace, waiters = new Waiters());
            }

            beat = waiters.Beat.Task;
            waiters.Count++;
            _waiting++;
            _wanted.TrySetResult();
        }

        try
        {
            // Only after joining: an event that comes between the look and the wait is then a beat.
            if ((await NewestAsync([workspace.Value], cancellation)).GetValueOrDefault(workspace, -1) <= after)
            {
                await beat.WaitAsync(cancellation);
            }
        }
        finally
        {
            lock (_gate)
            {
                waiters.Count--;
                _waiting--;
            }
        }
    }

    /// <summary>Lets the waiters of some workspaces go.</summary>
    public void Beat(IReadOnlyList<WorkspaceNumber> workspaces)
    {
        foreach (var workspace in workspaces)
        {
            Beat(workspace);
        }
    }

    /// <summary>Lets every waiter go.</summary>
    public void BeatAll()
    {
        WorkspaceNumber[] all;
        lock (_gate)
        {
            all = [.. _waiters.Keys];
        }

        Beat(all);
    }

    /// <summary>Looks for events of other processes until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (await SomeoneWaitsAsync(stop))
        {
            var wanted = Wanted();
            var newest = await NewestAsync([.. wanted.Select(static entry => entry.Workspace.Value)], stop);
            foreach (var (workspace, waiters) in wanted)
            {
                // After a look without an answer the next one that has one lets waiters go: they may wait for less than the newest.
                var position = newest.GetValueOrDefault(workspace, -1);
                if (position > waiters.Seen)
                {
                    Beat(workspace);
                }

                waiters.Seen = position;
            }

            await Task.Delay(options.EventPollInterval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Beat(WorkspaceNumber workspace)
    {
        TaskCompletionSource beat;
        lock (_gate)
        {
            if (!_waiters.TryGetValue(workspace, out var waiters))
            {
                return;
            }

            beat = waiters.Beat;
            waiters.Beat = NewBeat();
        }

        beat.SetResult();
    }

    private (WorkspaceNumber Workspace, Waiters Waiters)[] Wanted()
    {
        lock (_gate)
        {
            return [.. _waiters.Where(static entry => entry.Value.Count > 0).Select(static entry => (entry.Key, entry.Value))];
        }
    }

    private async Task<bool> SomeoneWaitsAsync(CancellationToken stop)
    {
        Task wanted;
        lock (_gate)
        {
            if (_waiting == 0 && _wanted.Task.IsCompleted)
            {
                _wanted = NewBeat();
            }

            wanted = _wanted.Task;
        }

        await wanted.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stop.IsCancellationRequested;
    }

    /// <summary>The newest positions; none where the database gives no answer, which the next look will mend.</summary>
    private async Task<Dictionary<WorkspaceNumber, long>> NewestAsync(int[] workspaces, CancellationToken cancellation)
    {
        try
        {
            var rows = await reader.QueryAsync(
                Newest,
                static row => (Workspace: new WorkspaceNumber(row.GetInt32(0)), Position: row.GetInt64(1)),
                cancellation,
                PostgresReader.With(workspaces));
            return rows.ToDictionary(static row => row.Workspace, static row => row.Position);
        }
        catch (JournalUnavailableException exception)
        {
            Log.PollFailed(logger, exception);
            return [];
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return [];
        }
    }

    private static TaskCompletionSource NewBeat() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Who waits for events of one workspace.</summary>
    private sealed class Waiters
    {
        public TaskCompletionSource Beat { get; set; } = NewBeat();

        public int Count { get; set; }

        /// <summary>The newest position that was looked at; only <see cref="RunAsync"/> uses it.</summary>
        public long Seen { get; set; } = -1;
    }
}
