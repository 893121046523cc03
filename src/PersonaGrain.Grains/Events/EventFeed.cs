using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Events;

/// <summary>
/// The newest events of one workspace, read from the journal once for all its watchers in this process, while there are any; who is further
/// behind reads the journal itself.
/// </summary>
/// <remarks>
/// Memory is bounded by <see cref="GrainEngineOptions.EventsKept"/>, however many watchers there are and however slow; a workspace that
/// nobody watches has none.
/// </remarks>
internal sealed partial class EventFeed(WorkspaceServices workspace, IOptions<GrainEngineOptions> options, ILogger<EventFeed> logger) : IDisposable
{
    private const int Page = 1_000;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(workspace.Removed);
    private CancellationTokenSource? _following;
    private EventRing? _newest;
    private TaskCompletionSource _arrival = NewArrival();
    private int _watchers;

    private IActorJournal Journal => workspace.Journal;

    /// <summary>Events after a position as they are committed, until the workspace is removed.</summary>
    public async IAsyncEnumerable<GridEvent> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, workspace.Removed);
        Join();
        try
        {
            while (await NextAsync(after, either.Token, cancellation) is var (events, next))
            {
                foreach (var one in events)
                {
                    yield return one;
                    after = Math.Max(after, one.Position);
                }

                after = Math.Max(after, next);
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        lock (_gate)
        {
            _following?.Dispose();
            _following = null;
        }

        _stop.Dispose();
    }

    /// <summary>The next events, which may be none yet, and the position to read on after; null once the workspace is removed.</summary>
    private async ValueTask<(IReadOnlyList<GridEvent> Events, long Next)?> NextAsync(long after, CancellationToken either, CancellationToken watcher)
    {
        try
        {
            either.ThrowIfCancellationRequested();
            var (events, arrival) = Read(after);
            if (events is null)
            {
                var page = await Journal.EventsAsync(after, Page, either);
                (events, after) = (page.Events, Math.Max(after, page.Next));
                if (events.Count == 0 && page.Complete)
                {
                    arrival = Journal.WaitForEventsAsync(after, either).AsTask();
                }
            }

            if (events.Count == 0)
            {
                await arrival.WaitAsync(either);
            }

            return (events, after);
        }
        catch (Exception) when (workspace.IsRemoved && !watcher.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Join()
    {
        lock (_gate)
        {
            if (_watchers++ == 0 && !_stop.IsCancellationRequested)
            {
                (_newest, _following) = (new EventRing(options.Value.EventsKept), CancellationTokenSource.CreateLinkedTokenSource(_stop.Token));
                var (ring, stop) = (_newest, _following.Token);
                _ = Task.Run(() => FollowAllAsync(ring, stop), CancellationToken.None);
            }
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_watchers == 0)
            {
                _following?.Cancel();
                _following?.Dispose();
                (_newest, _following) = (null, null);
            }
        }
    }

    /// <summary>Follows the journal until nobody watches any more; all of its faults are told.</summary>
    private async Task FollowAllAsync(EventRing ring, CancellationToken stop)
    {
        var after = -1L;
        string? told = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                after = after < 0 ? await FindEndAsync(ring, stop) : await FollowAsync(ring, after, stop);
                told = null;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                if (told != fault.Message)
                {
                    told = fault.Message;
                    LogUnavailable(logger, told);
                }

                var pause = fault is JournalUnavailableException unavailable ? unavailable.RetryAfter : TimeSpan.FromSeconds(1);
                await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<long> FindEndAsync(EventRing ring, CancellationToken cancellation)
    {
        var last = (await Journal.TotalsAsync(cancellation)).LastEvent;
        lock (_gate)
        {
            ring.Begin(last);
        }

        return last;
    }

    private async Task<long> FollowAsync(EventRing ring, long after, CancellationToken cancellation)
    {
        await Journal.WaitForEventsAsync(after, cancellation);
        var page = await Journal.EventsAsync(after, Page, cancellation);
        TaskCompletionSource arrived;
        lock (_gate)
        {
            foreach (var one in page.Events)
            {
                ring.Add(one);
            }

            arrived = _arrival;
            _arrival = NewArrival();
        }

        arrived.SetResult();
        return page.Next;
    }

    /// <summary>What is in memory after a position, and what to wait for; no list where the position lies before what is in memory.</summary>
    private (IReadOnlyList<GridEvent>? Events, Task Arrival) Read(long after)
    {
        lock (_gate)
        {
            return _newest is { } newest && after >= newest.Before ? (newest.After(after, Page), _arrival.Task) : (null, Task.CompletedTask);
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(1, LogLevel.Warning, "Events can not be read: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
