namespace PersonaGrain.Gateway.Faults;

/// <summary>What faults are counted by.</summary>
/// <param name="Source">The operation that the signal came by.</param>
/// <param name="Type">The signal type; empty where it is not known.</param>
/// <param name="Field">The field, in the sender's words.</param>
/// <param name="Reason">The stable code.</param>
/// <param name="Outcome">What became of the signal.</param>
internal readonly record struct FaultKey(string Source, string Type, string Field, string Reason, FaultOutcome Outcome);
