namespace PersonaGrain.Profiles.Tallies;

/// <summary>The newest occurrence times of a measure in order of time, as many as its conditions can ask for.</summary>
/// <remarks>An occurrence newer than all others costs O(1); a late one moves the newer ones up. Grows by doubling up to its capacity.</remarks>
internal struct OccurrenceRing
{
    private long[]? _times;
    private int _head;
    private int _count;

    /// <summary>How many are kept.</summary>
    internal readonly int Count => _count;

    /// <summary>Bytes held beside the struct itself.</summary>
    internal readonly int EstimatedBytes => _times is null ? 0 : 24 + (_times.Length * sizeof(long));

    /// <summary>The (rank+1)-th newest; rank 0 is the newest.</summary>
    internal readonly long Newest(int rank) => At(Count - 1 - rank);

    /// <summary>How many are later than a bound.</summary>
    internal readonly int CountAfter(long bound)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (At(middle) > bound)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return Count - low;
    }

    /// <summary>Takes an occurrence in; where <paramref name="capacity"/> are kept, the oldest gives way.</summary>
    internal void Insert(long time, int capacity)
    {
        if (Count >= capacity)
        {
            if (time <= At(0))
            {
                return;
            }

            DropOldest();
        }
        else if (_times is null || _count == _times.Length)
        {
            Grow(capacity);
        }

        var place = _count++;
        while (place > 0 && At(place - 1) > time)
        {
            Set(place, At(place - 1));
            place--;
        }

        Set(place, time);
    }

    /// <summary>Takes one occurrence of a time out; false where none of that time is kept.</summary>
    internal bool Remove(long time)
    {
        var place = Count - 1;
        while (place >= 0 && At(place) > time)
        {
            place--;
        }

        if (place < 0 || At(place) != time)
        {
            return false;
        }

        for (; place + 1 < Count; place++)
        {
            Set(place, At(place + 1));
        }

        _count--;
        return true;
    }

    /// <summary>A copy that lives on by itself.</summary>
    internal readonly OccurrenceRing Clone() => new() { _times = (long[]?)_times?.Clone(), _head = _head, _count = _count };

    /// <summary>Keeps at most this many.</summary>
    internal void TrimTo(int capacity)
    {
        while (Count > capacity)
        {
            DropOldest();
        }
    }

    /// <summary>The index-th in order of time, oldest first.</summary>
    internal readonly long At(int index)
    {
        var place = _head + index;
        return _times![place >= _times.Length ? place - _times.Length : place];
    }

    private readonly void Set(int index, long time)
    {
        var place = _head + index;
        _times![place >= _times.Length ? place - _times.Length : place] = time;
    }

    private void DropOldest()
    {
        _head = _head + 1 == _times!.Length ? 0 : _head + 1;
        _count--;
    }

    private void Grow(int capacity)
    {
        var grown = new long[Math.Min(capacity, Math.Max(4, (_times?.Length ?? 0) * 2))];
        for (var index = 0; index < Count; index++)
        {
            grown[index] = At(index);
        }

        _times = grown;
        _head = 0;
    }
}
