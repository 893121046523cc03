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
    public sealed record Read(Observation Observation) : NativeSignalReading;

    /// <summary>It is not a signal.</summary>
    public sealed record Refused(SignalFault Fault) : NativeSignalReading;
}
