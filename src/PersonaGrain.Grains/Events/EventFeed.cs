using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Events;

/// <summary>The newest events, read from the journal once for all watchers of this process; who is further behind reads the journal itself.</summary>
/// <remarks>Memory is bounded by <see cref="GrainEngineOptions.EventsKept"/>, however many watchers there are and however slow.</remarks>
internal sealed partial class EventFeed(IActorJournal journal, IOptions<GrainEngineOptions> options, ILogger<EventFeed> logger) : BackgroundService
{
    private const int Page = 1_000;
    private readonly Lock _gate = new();
    private readonly EventRing _newest = new(options.Value.EventsKept);
    private TaskCompletionSource _arrival = NewArrival();

    /// <summary>Events after a position as they are committed.</summary>
    public async IAsyncEnumerable<GridEvent> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (events, arrival) = Read(after);
            if (events is null)
            {
                var page = await journal.EventsAsync(after, Page, cancellation);
                events = page.Events;
                after = Math.Max(after, page.Next);
                if (events.Count == 0 && page.Complete)
                {
                    arrival = journal.WaitForEventsAsync(after, cancellation).AsTask();
                }
            }

            foreach (var one in events)
            {
                yield return one;
                after = Math.Max(after, one.Position);
            }

            if (events.Count == 0)
            {
                await arrival.WaitAsync(cancellation);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var after = -1L;
        string? told = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                after = after < 0 ? await FindEndAsync(stoppingToken) : await FollowAsync(after, stoppingToken);
                told = null;
            }
            catch (JournalUnavailableException unavailable)
            {
                if (told != unavailable.Message)
                {
                    told = unavailable.Message;
                    LogUnavailable(logger, told);
                }

                await Task.Delay(unavailable.RetryAfter, stoppingToken);
            }
        }
    }

    private async Task<long> FindEndAsync(CancellationToken cancellation)
    {
        var last = (await journal.TotalsAsync(cancellation)).LastEvent;
        lock (_gate)
        {
            _newest.Begin(last);
        }

        return last;
    }

    private async Task<long> FollowAsync(long after, CancellationToken cancellation)
    {
        await journal.WaitForEventsAsync(after, cancellation);
        var page = await journal.EventsAsync(after, Page, cancellation);
        TaskCompletionSource arrived;
        lock (_gate)
        {
            foreach (var one in page.Events)
            {
                _newest.Add(one);
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
            return (_newest.After(after, Page), after < _newest.Before ? Task.CompletedTask : _arrival.Task);
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(1, LogLevel.Warning, "Events can not be read: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);
}
