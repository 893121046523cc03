namespace PersonaGrain.Grid;

/// <summary>How long the newest commits took. May be told and asked by many threads at once.</summary>
/// <remarks>A commit costs one short lock and no allocation; commits are few, however many signals they hold.</remarks>
public sealed class RecentCommits
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 128;

    private readonly Lock _gate = new();
    private readonly long[] _ticks = new long[Kept];
    private long _count;

    /// <summary>Keeps how long a commit took.</summary>
    public void Add(TimeSpan took)
    {
        lock (_gate)
        {
            _ticks[_count++ % Kept] = took.Ticks;
        }
    }

    /// <summary>What they took; null where there was none yet.</summary>
    public CommitTimes? Times()
    {
        Span<long> newest = stackalloc long[Kept];
        long count;
        lock (_gate)
        {
            count = _count;
            _ticks.CopyTo(newest);
        }

        if (count == 0)
        {
            return null;
        }

        newest = newest[..(int)Math.Min(count, Kept)];
        newest.Sort();
        return new CommitTimes(count, new TimeSpan(newest[(newest.Length - 1) / 2]), new TimeSpan(newest[^1]));
    }
}
