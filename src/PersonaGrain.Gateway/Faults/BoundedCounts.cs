using System.Collections.Concurrent;

namespace PersonaGrain.Gateway.Faults;

/// <summary>Counts by what senders choose, so bounded: what comes up first has a count of its own, all that comes later shares one.</summary>
/// <param name="maximum">How many counts there are. Threads that come at once may exceed it by one each.</param>
internal sealed class BoundedCounts<TKey>(int maximum)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Count> _counts = new();
    private int _size;
    private long _other;

    /// <summary>How often something came for which there was no room.</summary>
    internal long Other => Interlocked.Read(ref _other);

    /// <summary>The counts, in no order.</summary>
    internal IEnumerable<(TKey Key, long Value)> All => _counts.Select(static entry => (entry.Key, entry.Value.Value));

    /// <summary>Counts one more.</summary>
    internal void Add(TKey key)
    {
        if (_counts.TryGetValue(key, out var count))
        {
            count.Increment();
        }
        else if (Volatile.Read(ref _size) >= maximum)
        {
            Interlocked.Increment(ref _other);
        }
        else
        {
            var added = new Count();
            count = _counts.GetOrAdd(key, added);
            count.Increment();
            if (ReferenceEquals(count, added))
            {
                Interlocked.Increment(ref _size);
            }
        }
    }

    private sealed class Count
    {
        private long _value;

        internal long Value => Interlocked.Read(ref _value);

        internal void Increment() => Interlocked.Increment(ref _value);
    }
}
