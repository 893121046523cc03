using PersonaGrain.Grid;

namespace PersonaGrain.Embedded.Events;

/// <summary>The newest committed events, for watchers that keep up; slower ones read the store.</summary>
/// <remarks>Memory is bounded by <see cref="Kept"/> events, however many watchers there are and however slow.</remarks>
internal sealed class EventFeed
{
    /// <summary>Events held in memory.</summary>
    public const int Kept = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<GridEvent> _newest = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _before;
    private long _last;
    private bool _closed;

    /// <summary>The position of the newest event.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Events up to here are only in the store.</summary>
    public long Before => Volatile.Read(ref _before);

    /// <summary>Starts after the events that are in the store.</summary>
    public void Start(long last) => (_before, _last) = (last, last);

    /// <summary>Adds committed events, in the order of their positions.</summary>
    public void Publish(IReadOnlyList<GridEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        TaskCompletionSource awaited;
        lock (_gate)
        {
            foreach (var each in events)
            {
                _newest.Enqueue(each);
            }

            while (_newest.Count > Kept)
            {
                _before = _newest.Dequeue().Position;
            }

            Volatile.Write(ref _last, events[^1].Position);
            awaited = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        awaited.SetResult();
    }

    /// <summary>Ends every watch.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _next.TrySetResult();
        }
    }

    /// <summary>The events after a position that are in memory, and what to do where there are none.</summary>
    public FeedReading Read(long after)
    {
        lock (_gate)
        {
            if (after < _before)
            {
                return new FeedReading([], FromStore: true, _closed, Task.CompletedTask);
            }

            var events = after >= _last ? [] : _newest.Where(each => each.Position > after).ToArray();
            return new FeedReading(events, FromStore: false, _closed, _next.Task);
        }
    }
}

/// <summary>What the feed has.</summary>
/// <param name="Events">Events to pass on.</param>
/// <param name="FromStore">The position lies before what is in memory: read the store.</param>
/// <param name="Closed">The grid closed.</param>
/// <param name="Next">Ends when there is more.</param>
internal readonly record struct FeedReading(GridEvent[] Events, bool FromStore, bool Closed, Task Next);
