using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Faults;

/// <summary>One fault of one signal.</summary>
/// <param name="Number">Its place among those of this process, from 1.</param>
/// <param name="At">When it was found.</param>
/// <param name="Source">The operation that the signal came by.</param>
/// <param name="Type">The signal type; empty where it is not known.</param>
/// <param name="Fault">What is odd, in the sender's words.</param>
/// <param name="Outcome">What became of the signal.</param>
internal sealed record FaultEntry(long Number, Instant At, string Source, string Type, SignalFault Fault, FaultOutcome Outcome);
