using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>The newest 1,000 message ids as fingerprints, in order of arrival.</summary>
/// <remarks>
/// Times are held in whole seconds since 1970, rounded up, which makes the watermark at most a second too careful. Lookup is a vectorised scan; ~60 ns when full, no allocation. Grows by doubling.
/// </remarks>
internal sealed class IdRing
{
    /// <summary>How many ids are remembered.</summary>
    internal const int Capacity = 1_000;

    private ulong[] _ids = [];
    private uint[] _seconds = [];
    private int _next;

    /// <summary>How many ids it holds.</summary>
    internal int Count { get; private set; }

    /// <summary>The latest time of an id that was forgotten; a signal at or before it may be one of those.</summary>
    internal long Watermark { get; set; } = long.MinValue;

    /// <summary>Bytes held by this ring.</summary>
    internal int EstimatedBytes => 88 + (_ids.Length * (sizeof(ulong) + sizeof(uint)));

    /// <summary>Whether an id is remembered.</summary>
    internal bool Contains(ulong id) => _ids.AsSpan(0, Count).Contains(id);

    /// <summary>Remembers an id, forgetting the oldest one when full.</summary>
    internal void Add(ulong id, long time)
    {
        if (Count == Capacity)
        {
            Watermark = Math.Max(Watermark, ToTicks(_seconds[_next]));
        }
        else
        {
            if (Count == _ids.Length)
            {
                var size = Math.Min(Capacity, Math.Max(8, _ids.Length * 2));
                Array.Resize(ref _ids, size);
                Array.Resize(ref _seconds, size);
            }

            Count++;
        }

        _ids[_next] = id;
        _seconds[_next] = ToSeconds(time);
        _next = _next + 1 == Capacity ? 0 : _next + 1;
    }

    /// <summary>The index-th remembered id, oldest first, and its time in ticks.</summary>
    internal (ulong Id, long Time) At(int index)
    {
        var place = Count < Capacity ? index : (_next + index) % Capacity;
        return (_ids[place], ToTicks(_seconds[place]));
    }

    private static uint ToSeconds(long ticks) =>
        (uint)Math.Clamp((ticks - Instant.UnixEpoch.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, 0, uint.MaxValue);

    private static long ToTicks(uint seconds) =>
        seconds == uint.MaxValue ? long.MaxValue : Instant.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond);
}
