using PersonaGrain.Signals;

namespace PersonaGrain.Grid.Storage.InMemory;

/// <summary>All events in one order, and each segment shard's own; the position of an event is its place, from 1.</summary>
internal sealed class InMemoryEvents
{
    private readonly List<GridEvent> _all = [];
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

    /// <summary>Adds the events among the entries; readers see all of them at once.</summary>
    public void Add(ProfileId profile, IReadOnlyList<JournalEntry> entries)
    {
        if (!HasEvents(entries))
        {
            return;
        }

        TaskCompletionSource arrived;
        lock (_gate)
        {
            for (var index = 0; index < entries.Count; index++)
            {
                if (entries[index].IsEvent)
                {
                    Add(profile, entries[index]);
                }
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
            var events = _all.GetRange(from, Math.Min(limit, _all.Count - from));
            var complete = from + events.Count == _all.Count;
            return new EventPage(events, Math.Max(after, from + events.Count), complete, 0);
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

    private void Add(ProfileId profile, JournalEntry entry)
    {
        var position = _all.Count + 1L;
        _all.Add(entry.ToEvent(position, profile));
        if (entry is JournalEntry.Changed { Change: var change })
        {
            var key = (change.Segment, Shards.OfSegment(profile));
            if (!_segments.TryGetValue(key, out var events))
            {
                _segments.Add(key, events = []);
            }

            events.Add(new SegmentEvent(position, profile, change));
        }
    }

    private static bool HasEvents(IReadOnlyList<JournalEntry> entries)
    {
        for (var index = 0; index < entries.Count; index++)
        {
            if (entries[index].Kind != JournalEntryKind.Signal)
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
