using PersonaGrain.Signals;

namespace PersonaGrain.Profiles;

/// <summary>Whether a signal may come in.</summary>
/// <param name="Signal">The signal as it goes on (time and value may be adjusted), or null when refused.</param>
/// <param name="Fault">Why it was refused, or a note on an admitted one.</param>
public readonly record struct SignalAdmission(Signal? Signal, SignalFault? Fault);
