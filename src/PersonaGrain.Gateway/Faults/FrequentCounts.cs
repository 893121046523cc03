namespace PersonaGrain.Gateway.Faults;

/// <summary>Counts by what senders choose, so bounded: what is frequent keeps a count of its own, however many rare ones come before or between.</summary>
/// <remarks>
/// Space-Saving (Metwally, Agrawal, El Abbadi 2005): where there is no room, a new key takes the place of the rarest and begins with its count, which is the
/// error of its own. Of n that were counted, whatever came more than n / <paramref name="maximum"/> times has a count. All members may be called at once.
/// </remarks>
/// <param name="maximum">How many keys have a count.</param>
internal sealed class FrequentCounts<TKey>(int maximum)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Slot> _slots = [];

    // A binary heap, the rarest first.
    private readonly List<Slot> _heap = [];

    /// <summary>How many came that no count of <see cref="All"/> has for sure.</summary>
    internal long Other
    {
        get
        {
            lock (_gate)
            {
                return _heap.Sum(static slot => slot.Error);
            }
        }
    }

    /// <summary>The counts, in no order.</summary>
    internal IReadOnlyList<FrequentCount<TKey>> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _heap.Select(static slot => new FrequentCount<TKey>(slot.Key, slot.Count - slot.Error, slot.Count))];
            }
        }
    }

    /// <summary>Counts one more. Cost: a look-up, and a number of swaps that is at most the logarithm of the number of keys.</summary>
    internal void Add(TKey key)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(key, out var slot))
            {
                slot.Count++;
                Sink(slot);
            }
            else if (_heap.Count < maximum)
            {
                slot = new Slot { Key = key, Count = 1, Place = _heap.Count };
                _heap.Add(slot);
                _slots.Add(key, slot);
                Rise(slot);
            }
            else
            {
                Replace(_heap[0], key);
            }
        }
    }

    private void Replace(Slot rarest, TKey key)
    {
        _slots.Remove(rarest.Key);
        (rarest.Key, rarest.Error) = (key, rarest.Count);
        rarest.Count++;
        _slots.Add(key, rarest);
        Sink(rarest);
    }

    private void Rise(Slot slot)
    {
        while (slot.Place > 0 && _heap[(slot.Place - 1) / 2] is var parent && parent.Count > slot.Count)
        {
            Swap(parent, slot);
        }
    }

    private void Sink(Slot slot)
    {
        while ((2 * slot.Place) + 1 is var left && left < _heap.Count)
        {
            var rarer = left + 1 < _heap.Count && _heap[left + 1].Count < _heap[left].Count ? _heap[left + 1] : _heap[left];
            if (rarer.Count >= slot.Count)
            {
                return;
            }

            Swap(slot, rarer);
        }
    }

    private void Swap(Slot one, Slot other)
    {
        (one.Place, other.Place) = (other.Place, one.Place);
        (_heap[one.Place], _heap[other.Place]) = (one, other);
    }

    private sealed class Slot
    {
        internal required TKey Key { get; set; }

        internal long Count { get; set; }

        internal long Error { get; set; }

        internal int Place { get; set; }
    }
}

/// <summary>How often a key came.</summary>
/// <param name="Key">The key.</param>
/// <param name="Least">It came so often for sure.</param>
/// <param name="Most">It came no more often than this; greater where it took the place of another.</param>
internal readonly record struct FrequentCount<TKey>(TKey Key, long Least, long Most);
