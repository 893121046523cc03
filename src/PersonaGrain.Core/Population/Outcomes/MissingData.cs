namespace PersonaGrain.Population.Outcomes;

/// <summary>Of what there is too little to learn from.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="Have">How much there is.</param>
/// <param name="Need">How much it takes.</param>
/// <param name="Wait">How long it takes at the rate so far; null where none came yet, or the time is beyond counting.</param>
public readonly record struct MissingData(MissingKind Kind, long Have, long Need, TimeSpan? Wait);

/// <summary>What there can be too little of. Stored: append only.</summary>
public enum MissingKind
{
    /// <summary>Landmarks whose horizon is past.</summary>
    Examples = 1,

    /// <summary>People with such a landmark.</summary>
    People = 2,

    /// <summary>People with a landmark that the outcome followed.</summary>
    Positives = 3,

    /// <summary>People with a landmark that the outcome did not follow.</summary>
    Negatives = 4,

    /// <summary>Seconds since the first signal: no landmark is closed before the horizon has passed once.</summary>
    Time = 5,
}
