using PersonaGrain.Grid;
using PersonaGrain.Population;
using PersonaGrain.Time;

namespace PersonaGrain.Dashboard.Health;

/// <summary>How a grid is, and how it was in the last minutes.</summary>
/// <param name="Status">How it is.</param>
/// <param name="Load">How busy it is.</param>
/// <param name="Population">The newest census.</param>
/// <param name="Samples">What was seen at each look, oldest first.</param>
internal sealed record HealthReading(GridStatus Status, GridLoad Load, PopulationModel Population, IReadOnlyList<HealthSample> Samples);

/// <summary>What was seen at one look.</summary>
/// <param name="At">When.</param>
/// <param name="Signals">Signals accepted, ever.</param>
/// <param name="PerSecond">Signals a second since the look before; null at the first.</param>
/// <param name="Late">How late the earliest wake-up was.</param>
/// <param name="Waiting">Signals that waited.</param>
/// <param name="Commit">The median time of a commit; null where nobody tells.</param>
internal readonly record struct HealthSample(Instant At, long Signals, double? PerSecond, TimeSpan Late, long Waiting, TimeSpan? Commit)
{
    /// <summary>What a look saw.</summary>
    /// <param name="at">When, by this process's clock: that of a grid may stand still.</param>
    /// <param name="status">How the grid was.</param>
    /// <param name="load">How busy.</param>
    /// <param name="before">The look before.</param>
    internal static HealthSample Of(Instant at, GridStatus status, GridLoad load, HealthSample? before)
    {
        // Where storage did not tell, at this look or the one before, there is no rate.
        double? rate = before is { } last && at > last.At && last.Signals > 0 && status.LastEvent is not null ? Math.Max(0, status.Signals - last.Signals) / (at - last.At).TotalSeconds : null;
        return new HealthSample(at, status.LastEvent is null ? 0 : status.Signals, rate, load.Wakes.Late, load.Waiting, load.Commits?.Median);
    }
}
