using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Signals;

/// <summary>What came of reading one native signal.</summary>
public abstract record NativeSignalReading
{
    private NativeSignalReading()
    {
    }

    /// <summary>It is well formed; the grid may still refuse it by catalog or clock.</summary>
    public sealed record Read(Observation Observation) : NativeSignalReading
    {
        /// <summary>What was left out of it, or is odd; mostly empty.</summary>
        public IReadOnlyList<SignalFault> Notes { get; init; } = [];

        /// <summary>The first of the notes that tells of a field that was left out; null for none.</summary>
        public SignalFault? Content { get; init; }
    }

    /// <summary>It is not a signal.</summary>
    public sealed record Refused(SignalFault Fault) : NativeSignalReading;
}
