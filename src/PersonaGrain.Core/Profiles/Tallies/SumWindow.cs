namespace PersonaGrain.Profiles.Tallies;

/// <summary>The values of a measure within its longest sum window: one entry per distinct instant, with running totals in millionths.</summary>
/// <remarks>
/// A newest value costs O(1) amortised, a late one moves the later entries; a window's sum is O(log n). Everything later
/// than <see cref="Floor"/> is complete; at most <see cref="MaximumEntries"/> are kept, the oldest give way.
/// </remarks>
internal sealed class SumWindow
{
    /// <summary>The most entries kept.</summary>
    internal const int MaximumEntries = 65_536;

    private long[] _times = [];
    private Int128[] _running = [];
    private int _start;
    private int _end;
    private Int128 _before;

    /// <summary>Entries at or before this instant may have been dropped.</summary>
    internal long Floor { get; set; } = long.MinValue;

    /// <summary>How many entries are kept.</summary>
    internal int Count => _end - _start;

    /// <summary>Bytes held by this window.</summary>
    internal int EstimatedBytes => 120 + (_times.Length * (sizeof(long) + 16));

    /// <summary>The instant of an entry, oldest first.</summary>
    internal long TimeAt(int index) => _times[_start + index];

    /// <summary>The amount of an entry, in millionths.</summary>
    internal Int128 AmountAt(int index) => _running[_start + index] - Before(index);

    /// <summary>The index of the first entry later than a bound.</summary>
    internal int FirstAfter(long bound)
    {
        int low = _start, high = _end;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_times[middle] > bound)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low - _start;
    }

    /// <summary>The sum of the entries from an index on.</summary>
    internal Int128 SumFrom(int index) => Count == 0 ? Int128.Zero : _running[_end - 1] - Before(index);

    /// <summary>Adds an amount at an instant; one at or before the floor is no longer of interest.</summary>
    internal void Add(long time, Int128 amount)
    {
        if (time <= Floor)
        {
            return;
        }

        var index = FirstAfter(time);
        if (index > 0 && TimeAt(index - 1) == time)
        {
            index--;
        }
        else
        {
            Open(index, time);
        }

        for (var place = _start + index; place < _end; place++)
        {
            _running[place] += amount;
        }

        if (Count > MaximumEntries)
        {
            Trim(TimeAt(0));
        }
    }

    /// <summary>Drops the entries at or before a bound.</summary>
    internal void Trim(long bound)
    {
        if (bound <= Floor)
        {
            return;
        }

        Floor = bound;
        while (_start < _end && _times[_start] <= bound)
        {
            _before = _running[_start++];
        }
    }

    /// <summary>A copy that lives on by itself.</summary>
    internal SumWindow Clone()
    {
        var clone = (SumWindow)MemberwiseClone();
        clone._times = (long[])_times.Clone();
        clone._running = (Int128[])_running.Clone();
        return clone;
    }

    private Int128 Before(int index) => index == 0 ? _before : _running[_start + index - 1];

    private void Open(int index, long time)
    {
        if (_end == _times.Length)
        {
            MakeRoom();
        }

        var place = _start + index;
        Array.Copy(_times, place, _times, place + 1, _end - place);
        Array.Copy(_running, place, _running, place + 1, _end - place);
        _end++;
        _times[place] = time;
        _running[place] = Before(index);
    }

    private void MakeRoom()
    {
        var count = Count;
        var grow = count > _times.Length / 2 || _times.Length == 0;
        var times = grow ? new long[Math.Max(4, _times.Length * 2)] : _times;
        var running = grow ? new Int128[times.Length] : _running;
        Array.Copy(_times, _start, times, 0, count);
        Array.Copy(_running, _start, running, 0, count);
        (_times, _running, _start, _end) = (times, running, 0, count);
    }
}
