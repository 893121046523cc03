namespace PersonaGrain.Population.Index;

/// <summary>What a characteristic of people is about. Values are stored: explicit and append-only.</summary>
public enum CharacteristicKind : byte
{
    /// <summary>A value of a trait, sent or computed.</summary>
    Trait = 1,

    /// <summary>A measure, or a signal type, that occurred.</summary>
    Measure = 2,

    /// <summary>A trigger that fired.</summary>
    Trigger = 3,

    /// <summary>A band of a score.</summary>
    Score = 4,

    /// <summary>A membership of another segment.</summary>
    Segment = 5,
}
