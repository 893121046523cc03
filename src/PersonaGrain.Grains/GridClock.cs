using PersonaGrain.Time;

namespace PersonaGrain.Grains;

/// <summary>The clock that actors live by. Orleans' own timers keep the system's clock, so that a test may stand still without stopping the cluster.</summary>
/// <remarks>
/// A process whose clock is fast would pull actors ahead of all others, and their time never runs back. So the time is bounded by the store's, which
/// all processes share: it is compared at each look into the store, and followed from there by what passed since.
/// </remarks>
/// <param name="time">The process's time.</param>
/// <param name="mostAhead">How far it may be ahead of the store's; null for a clock that is moved by hand, and is not compared.</param>
public sealed class GridClock(TimeProvider time, TimeSpan? mostAhead = null)
{
    private volatile Comparison? _comparison;

    /// <summary>The time.</summary>
    public Instant Now => Bounded(Instant.From(time.GetUtcNow()));

    /// <summary>By how much the process's clock is ahead of the store's, where that is more than it may be; else null.</summary>
    public TimeSpan? Ahead
    {
        get
        {
            var own = Instant.From(time.GetUtcNow());
            return _comparison is { } comparison && own > Bounded(own) ? own - comparison.Latest(time) : null;
        }
    }

    /// <summary>A mark to measure a look into the store by.</summary>
    internal long Mark() => time.GetTimestamp();

    /// <summary>Takes note of the store's time.</summary>
    /// <param name="store">What the store said.</param>
    /// <param name="began">The <see cref="Mark"/> from before it was asked: the time of the round trip is no lead.</param>
    internal void Compare(Instant store, long began) => _comparison = new Comparison(store, began);

    private Instant Bounded(Instant own) =>
        mostAhead is { } most && _comparison is { } comparison ? Instant.Min(own, comparison.Latest(time) + most) : own;

    private sealed record Comparison(Instant Store, long Began)
    {
        /// <summary>The latest that the store's time can be now.</summary>
        public Instant Latest(TimeProvider time) => Store + time.GetElapsedTime(Began);
    }
}
