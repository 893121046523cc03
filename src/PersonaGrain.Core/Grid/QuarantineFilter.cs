namespace PersonaGrain.Grid;

/// <summary>Which signals of those that are set aside; every condition must hold.</summary>
public sealed record QuarantineFilter
{
    /// <summary>Only signals of this type; null for any.</summary>
    public string? Type { get; init; }

    /// <summary>Only signals up to this position, itself included; null for all that are set aside when the discard begins.</summary>
    public long? Through { get; init; }

    internal bool Matches(in QuarantineEntry entry) =>
        (Type is null || string.Equals(entry.Held.Signal.Type, Type, StringComparison.Ordinal)) && (Through is not { } last || entry.Position <= last);
}
