using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Journal;

namespace PersonaGrain.Embedded.Actors;

/// <summary>The part of a checkpoint that one partition has: the ends of journals to store, in the order of keys, so that neighbours share pages.</summary>
/// <remarks>An end may be stored that is out of date: the table of actors keeps the newer one.</remarks>
internal sealed class HeadCheckpoint
{
    private const int FewKeys = 8_192;

    private readonly (long Key, ActorSlot? Slot)[] _keys;
    private readonly Thread? _sorting;
    private int _next;

    /// <summary>Takes over what was gathered.</summary>
    public HeadCheckpoint(List<ActorSlot> slots, Dictionary<long, ActorAddress> left, long bound)
    {
        (Slots, Left, Bound) = (slots, left, bound);
        _keys = new (long Key, ActorSlot? Slot)[slots.Count + left.Count];
        var count = 0;
        foreach (var slot in slots)
        {
            _keys[count++] = (slot.Key, slot);
        }

        foreach (var key in left.Keys)
        {
            _keys[count++] = (key, null);
        }

        // Many take long to sort: callers do not wait for that.
        if (count <= FewKeys)
        {
            Sort();
            return;
        }

        _sorting = new Thread(Sort) { IsBackground = true, Name = "persona checkpoint" };
        _sorting.Start();
    }

    /// <summary>Actors that were in memory when it began.</summary>
    public IReadOnlyList<ActorSlot> Slots { get; }

    /// <summary>Actors that had left memory.</summary>
    public Dictionary<long, ActorAddress> Left { get; }

    /// <summary>The first block that may have an entry which it does not cover.</summary>
    public long Bound { get; }

    /// <summary>The batch with its last slice; null while there is more to store.</summary>
    public long? StoredIn { get; private set; }

    /// <summary>Puts the next slice into a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="most">The most ends of the slice; the greatest number stores all that are left, and waits until they are sorted.</param>
    public void Store(CommitBatch batch, int most)
    {
        if (StoredIn is not null || (_sorting is { IsAlive: true } && most < int.MaxValue))
        {
            return;
        }

        _sorting?.Join();
        for (; most > 0 && _next < _keys.Length; most--)
        {
            var (key, slot) = _keys[_next++];
            Add(batch, key, slot);
        }

        if (_next == _keys.Length)
        {
            (StoredIn, batch.CheckpointBound) = (batch.Number, Bound);
        }
    }

    private void Add(CommitBatch batch, long key, ActorSlot? slot)
    {
        if (slot is null)
        {
            var left = Left[key];
            batch.Heads.Add(new HeadRow(key, left.Head, left.Sequence));
        }
        else if (!slot.IsHeadStored)
        {
            batch.Heads.Add(new HeadRow(key, slot.Head, slot.Sequence));
            if (slot.Index >= 0)
            {
                batch.Touch(slot);
                slot.IsHeadStored = true;
            }
        }
    }

    private void Sort() => Array.Sort(_keys, static (a, b) => a.Key.CompareTo(b.Key));
}
