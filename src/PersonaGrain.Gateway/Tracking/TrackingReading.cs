using PersonaGrain.Gateway.Signals;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tracking;

/// <summary>What came of reading one call: a signal, identities to join, or a fault.</summary>
/// <param name="Observation">The signal for the grid.</param>
/// <param name="Fault">Why there is none.</param>
internal readonly record struct TrackingReading(Observation Observation, SignalFault? Fault)
{
    /// <summary>The signal type; empty where it is not known.</summary>
    internal string Type { get; init; } = string.Empty;

    /// <summary>A second signal that the call makes, of the account that it names; null for none.</summary>
    internal Observation? OfAccount { get; init; }

    /// <summary>The identities that the call joins, where it is one that carries no event; else null.</summary>
    internal LinkCall? Link { get; init; }

    /// <summary>How the sender calls the fields of the signal.</summary>
    internal SenderWords Words { get; init; }

    /// <summary>The first of the notes that tells of a field that was left out; null for none.</summary>
    internal SignalFault? Content { get; init; }

    /// <summary>What is odd about the signal, though it is taken; mostly empty.</summary>
    internal IReadOnlyList<SignalFault> Notes { get; init; } = [];

    public static implicit operator TrackingReading(SignalFault fault) => new(default, fault);
}
