using PersonaGrain.Embedded.Partitions;

namespace PersonaGrain.Embedded.Commits;

/// <summary>Profiles whose newest rows no snapshot covers, oldest row first; the writer's own.</summary>
/// <remarks>An entry is out of date when its profile got a snapshot since; it is dropped when it comes to the front.</remarks>
internal sealed class SnapshotBacklog
{
    private readonly PriorityQueue<ProfileSlot, long> _waiting = new();
    private readonly PriorityQueue<ProfileSlot, long> _requested = new();

    /// <summary>The profile's oldest row without a snapshot is at this position.</summary>
    public void Add(ProfileSlot slot, long position) => _waiting.Enqueue(slot, position);

    /// <summary>A commit failed: the profile is again as far behind as it was.</summary>
    public void Restore(ProfileSlot slot)
    {
        if (slot.Place.FirstUnsaved > 0)
        {
            Add(slot, slot.Place.FirstUnsaved);
        }
    }

    /// <summary>The position up to which everything is covered by snapshots.</summary>
    public long Horizon(long position) => Math.Min(Oldest(_waiting, position + 1), Oldest(_requested, position + 1)) - 1;

    /// <summary>Asks the partitions for the snapshots of profiles whose oldest row lies at or before a position.</summary>
    public void Request(long upTo)
    {
        while (Oldest(_waiting, long.MaxValue) <= upTo)
        {
            _waiting.TryDequeue(out var slot, out var position);
            _requested.Enqueue(slot!, position);
            slot!.Partition.RequestSnapshot(slot);
        }
    }

    /// <summary>Asks again for what was asked for and not done, after a failure.</summary>
    public void RequestAgain()
    {
        while (_requested.TryDequeue(out var slot, out var position))
        {
            _waiting.Enqueue(slot, position);
        }
    }

    private static long Oldest(PriorityQueue<ProfileSlot, long> queue, long otherwise)
    {
        while (queue.TryPeek(out var slot, out var position))
        {
            if (slot.Place.FirstUnsaved == position)
            {
                return position;
            }

            queue.Dequeue();
        }

        return otherwise;
    }
}
