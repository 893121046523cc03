using PersonaGrain.Binary;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>Keys within a rolling window in the order of the latest time of each: a key leaves when its latest signal does.</summary>
/// <remarks>
/// 16 bytes for each of at most <see cref="SignalTrait.Keep"/> keys, the oldest give way. A signal costs a scan of the keys, and moves those that are later; how
/// many there are is a binary search.
/// </remarks>
internal sealed class LatestTimes
{
    private ulong[] _keys = [];
    private long[] _times = [];
    private long _dropped = -1;

    private int Count { get; set; }

    /// <summary>Bytes held.</summary>
    internal int EstimatedBytes => 96 + (_keys.Length * 16);

    /// <summary>Takes a signal of a key in; one that is earlier than its latest changes nothing.</summary>
    internal void Add(SignalTrait trait, ulong key, long time, long asOf)
    {
        // What has left is moved out of the way seldom, so that a signal costs the same however many there are.
        var gone = FirstAfter(asOf - trait.Window);
        if (gone > 0 && (gone * 2 > Count || Count >= trait.Keep))
        {
            RemoveFrom(0, gone);
        }

        if (time > asOf - trait.Window)
        {
            Put(key, time);
        }

        if (Count > trait.Keep)
        {
            _dropped = Math.Max(_dropped, _times[0]);
            RemoveFrom(0, 1);
        }
    }

    /// <summary>How many there are at an instant.</summary>
    internal ComputedValue Evaluate(SignalTrait trait, long now)
    {
        var first = FirstAfter(now - trait.Window);
        var accuracy = _dropped > now - trait.Window ? TraitAccuracy.Truncated : TraitAccuracy.Exact;
        return new ComputedValue(AttributeValue.Of((long)(Count - first)), accuracy, first == Count ? long.MaxValue : _times[first] + trait.Window);
    }

    /// <summary>A copy that lives on by itself.</summary>
    internal LatestTimes Clone() => new() { _keys = (ulong[])_keys.Clone(), _times = (long[])_times.Clone(), _dropped = _dropped, Count = Count };

    /// <summary>Writes all.</summary>
    internal void Write(in ByteWriter writer)
    {
        writer.Signed(_dropped);
        writer.Unsigned((ulong)Count);
        long last = 0;
        for (var index = 0; index < Count; index++)
        {
            writer.Fixed(_keys[index]);
            writer.Unsigned((ulong)(_times[index] - last));
            last = _times[index];
        }
    }

    /// <summary>Reads what was written.</summary>
    internal void Read(ref ByteReader reader)
    {
        _dropped = reader.Signed();
        long last = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            var key = reader.Fixed();
            last += (long)reader.Unsigned();
            Insert(key, last);
        }
    }

    private void Put(ulong key, long time)
    {
        // The newest stand last, and what is said is often what was said just before.
        var index = _keys.AsSpan(0, Count).LastIndexOf(key);
        if (index < 0)
        {
            Insert(key, time);
        }
        else if (time > _times[index])
        {
            RemoveFrom(index, 1);
            Insert(key, time);
        }
    }

    /// <summary>The rank of the first that is later than a bound.</summary>
    private int FirstAfter(long bound)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _times[middle] > bound ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private void Insert(ulong key, long time)
    {
        if (Count == _keys.Length)
        {
            var size = Math.Max(4, Count * 2);
            Array.Resize(ref _keys, size);
            Array.Resize(ref _times, size);
        }

        var index = FirstAfter(time);
        Array.Copy(_keys, index, _keys, index + 1, Count - index);
        Array.Copy(_times, index, _times, index + 1, Count - index);
        (_keys[index], _times[index]) = (key, time);
        Count++;
    }

    private void RemoveFrom(int index, int count)
    {
        Count -= count;
        Array.Copy(_keys, index + count, _keys, index, Count - index);
        Array.Copy(_times, index + count, _times, index, Count - index);
    }
}
