namespace PersonaGrain.Gateway.Faults;

/// <summary>Which faults; every condition must hold.</summary>
/// <param name="Type">Only those of this signal type; null for any.</param>
/// <param name="Reason">Only those of this code; null for any.</param>
internal readonly record struct FaultFilter(string? Type, string? Reason)
{
    /// <summary>Whether it is one of them.</summary>
    internal bool Matches(FaultEntry entry) =>
        (Type is null || string.Equals(entry.Type, Type, StringComparison.Ordinal)) &&
        (Reason is null || string.Equals(entry.Fault.Reason, Reason, StringComparison.Ordinal));
}
