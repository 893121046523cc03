using PersonaGrain.Time;

namespace PersonaGrain.Grains;

/// <summary>The clock that profiles live by. Orleans' own timers keep the system's clock, so that a test may stand still without stopping the cluster.</summary>
public sealed class GridClock(TimeProvider time)
{
    /// <summary>The time.</summary>
    public Instant Now => Instant.From(time.GetUtcNow());
}
