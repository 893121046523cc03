using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>What came of reading one event: exactly one of the two is set.</summary>
/// <param name="Observation">The signal for the grid.</param>
/// <param name="Fault">Why there is none.</param>
internal readonly record struct TrackingReading(Observation Observation, SignalFault? Fault)
{
    /// <summary>What is odd about the signal, though it is taken; null for nothing.</summary>
    internal SignalFault? Note { get; init; }

    public static implicit operator TrackingReading(SignalFault fault) => new(default, fault);
}
