using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>The newest 1,000 message ids as fingerprints, in order of arrival.</summary>
/// <remarks>
/// Times are held in whole seconds since 1970, rounded up, which makes the watermark at most a second too careful. Lookup is a vectorised scan
/// of the lower halves, the upper half decides where one is met: ~35 ns when full, no allocation. Grows by doubling.
/// </remarks>
internal sealed class IdRing
{
    /// <summary>How many ids are remembered.</summary>
    internal const int Capacity = 1_000;

    private uint[] _lower = [];
    private uint[] _upper = [];
    private uint[] _seconds = [];
    private int _next;

    /// <summary>How many ids it holds.</summary>
    internal int Count { get; private set; }

    /// <summary>The latest time of an id that was forgotten; a signal at or before it may be one of those.</summary>
    internal long Watermark { get; set; } = long.MinValue;

    /// <summary>Bytes held by this ring.</summary>
    internal int EstimatedBytes => 112 + (_lower.Length * 3 * sizeof(uint));

    /// <summary>Whether an id is remembered.</summary>
    internal bool Contains(ulong id)
    {
        var lower = _lower.AsSpan(0, Count);
        for (var start = 0; start < lower.Length; start++)
        {
            var met = lower[start..].IndexOf((uint)id);
            if (met < 0)
            {
                return false;
            }

            start += met;
            if (_upper[start] == (uint)(id >> 32))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers an id, forgetting the oldest one when full.</summary>
    internal void Add(ulong id, long time)
    {
        if (Count == Capacity)
        {
            Watermark = Math.Max(Watermark, ToTicks(_seconds[_next]));
        }
        else
        {
            if (Count == _lower.Length)
            {
                var size = Math.Min(Capacity, Math.Max(8, _lower.Length * 2));
                Array.Resize(ref _lower, size);
                Array.Resize(ref _upper, size);
                Array.Resize(ref _seconds, size);
            }

            Count++;
        }

        _lower[_next] = (uint)id;
        _upper[_next] = (uint)(id >> 32);
        _seconds[_next] = ToSeconds(time);
        _next = _next + 1 == Capacity ? 0 : _next + 1;
    }

    /// <summary>The index-th remembered id, oldest first, and its time in ticks.</summary>
    internal (ulong Id, long Time) At(int index)
    {
        var place = Count < Capacity ? index : (_next + index) % Capacity;
        return (((ulong)_upper[place] << 32) | _lower[place], ToTicks(_seconds[place]));
    }

    private static uint ToSeconds(long ticks) =>
        (uint)Math.Clamp((ticks - Instant.UnixEpoch.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, 0, uint.MaxValue);

    private static long ToTicks(uint seconds) =>
        seconds == uint.MaxValue ? long.MaxValue : Instant.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond);
}
