using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>One signal of a profile's timeline.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Received">When the grid took it.</param>
public readonly record struct TimelineEntry(Signal Signal, Instant Received);
