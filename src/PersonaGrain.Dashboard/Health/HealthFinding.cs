namespace PersonaGrain.Dashboard.Health;

/// <summary>Something about a grid that is worth knowing.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Words">What it is.</param>
/// <param name="Remedy">What it means, and what to do.</param>
/// <param name="Address">Where there is more of it; null where nowhere.</param>
internal sealed record HealthFinding(HealthLevel Level, string Words, string Remedy, string? Address = null);

/// <summary>How bad something is.</summary>
internal enum HealthLevel
{
    /// <summary>Nothing to do.</summary>
    Note,

    /// <summary>It should not stay so.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Fault,
}
