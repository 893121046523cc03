using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Journals.InMemory;

/// <summary>All events in one order, and each segment shard's own; the position of an event is its place, from 1.</summary>
internal sealed class InMemoryEvents
{
    private readonly List<GridEvent?> _all = [];
    private readonly Dictionary<(string Segment, int Shard), List<SegmentEvent>> _segments = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _arrival = NewArrival();

    public long Last
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>Adds the events among the entries of one commit, by their instants, then by their actors; readers see all of them at once.</summary>
    public void Add(params ReadOnlySpan<ActorAppend> appends)
    {
        var events = new List<(ActorAppend Append, JournalEntry Entry)>();
        foreach (var append in appends)
        {
            if (HasEvents(append.Entries))
            {
                events.AddRange(append.Entries.Where(static entry => entry.IsEvent).Select(entry => (append, entry)));
            }
        }

        if (events.Count == 0)
        {
            return;
        }

        TaskCompletionSource arrived;
        lock (_gate)
        {
            // OrderBy is stable: what has one instant stays as it happened.
            foreach (var (append, entry) in events.OrderBy(static one => one.Entry.At).ThenBy(static one => one.Append.Actor))
            {
                Add(append, entry);
            }

            arrived = _arrival;
            _arrival = NewArrival();
        }

        arrived.SetResult();
    }

    public EventPage Read(long after, int limit)
    {
        lock (_gate)
        {
            var from = (int)Math.Clamp(after, 0, _all.Count);
            var looked = Math.Min(limit, _all.Count - from);
            GridEvent[] events = [.. _all.GetRange(from, looked).OfType<GridEvent>()];
            return new EventPage(events, Math.Max(after, from + looked), from + looked == _all.Count, 0);
        }
    }

    public SegmentEventPage ReadSegment(string segment, int shard, long after, int limit)
    {
        lock (_gate)
        {
            if (!_segments.TryGetValue((segment, shard), out var events))
            {
                return new SegmentEventPage([], Math.Max(after, _all.Count), true);
            }

            var from = FirstAfter(events, after);
            var page = events.GetRange(from, Math.Min(limit, events.Count - from));
            var complete = from + page.Count == events.Count;
            return new SegmentEventPage(page, complete ? Math.Max(after, _all.Count) : page[^1].Position, complete);
        }
    }

    public Task WaitAsync(long after, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _all.Count > after ? Task.CompletedTask : _arrival.Task.WaitAsync(cancellation);
        }
    }

    private void Add(ActorAppend append, in JournalEntry entry)
    {
        var actor = append.Actor;
        var position = _all.Count + 1L;
        _all.Add(actor.IsProfile ? GridEvent.Of(position, actor.Profile, entry, append.Evaluated) : null);
        if (entry.Kind == JournalEntryKind.Change)
        {
            var change = entry.Change;
            var key = (change.Segment, Shards.OfSegment(actor));
            if (!_segments.TryGetValue(key, out var events))
            {
                _segments.Add(key, events = []);
            }

            events.Add(new SegmentEvent(position, actor, change));
        }
    }

    private static bool HasEvents(IReadOnlyList<JournalEntry> entries)
    {
        for (var index = 0; index < entries.Count; index++)
        {
            if (entries[index].IsEvent)
            {
                return true;
            }
        }

        return false;
    }

    private static int FirstAfter(List<SegmentEvent> events, long after)
    {
        int low = 0, high = events.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = events[middle].Position <= after ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
