using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Schedule;

/// <summary>The wake-ups of one partition's profiles in memory, earliest first.</summary>
/// <remarks>
/// Lazy: a wake-up that moves later leaves its entry where it is, and the entry is looked at again when it comes up. Adding costs O(log n)
/// only when a wake-up moves earlier. Entries that are out of date are dropped as they come up, and all at once when they outnumber the rest.
/// </remarks>
internal sealed class WakeHeap
{
    private readonly PriorityQueue<ProfileSlot, long> _entries = new();
    private int _live;

    /// <summary>The earliest time at which there is something to look at, or never.</summary>
    public Instant Next => _entries.TryPeek(out _, out var ticks) ? new Instant(ticks) : Instant.Never;

    /// <summary>Sees to it that the profile comes up at this time or before.</summary>
    public void Schedule(ProfileSlot slot, Instant wake)
    {
        if (wake >= slot.ScheduledAt)
        {
            return;
        }

        _live += slot.ScheduledAt == Instant.Never ? 1 : 0;
        slot.ScheduledAt = wake;
        _entries.Enqueue(slot, wake.Ticks);
        if (_entries.Count > (2 * _live) + 1024)
        {
            Compact();
        }
    }

    /// <summary>The next profile to look at up to a time, or null.</summary>
    public ProfileSlot? TakeDue(Instant until)
    {
        while (_entries.TryPeek(out var slot, out var ticks) && ticks <= until.Ticks)
        {
            _entries.Dequeue();
            if (slot.ScheduledAt.Ticks == ticks)
            {
                Forget(slot);
                if (!slot.IsGone)
                {
                    return slot;
                }
            }
        }

        return null;
    }

    /// <summary>The profile leaves memory.</summary>
    public void Forget(ProfileSlot slot)
    {
        if (slot.ScheduledAt != Instant.Never)
        {
            slot.ScheduledAt = Instant.Never;
            _live--;
        }
    }

    private void Compact()
    {
        var current = new List<(ProfileSlot Slot, long Ticks)>(_live);
        foreach (var (slot, ticks) in _entries.UnorderedItems)
        {
            if (slot.ScheduledAt.Ticks == ticks && !slot.IsGone)
            {
                current.Add((slot, ticks));
            }
        }

        _entries.Clear();
        _entries.EnqueueRange(current);
    }
}
