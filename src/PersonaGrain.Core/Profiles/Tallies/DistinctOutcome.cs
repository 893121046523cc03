namespace PersonaGrain.Profiles.Tallies;

/// <summary>What an occurrence is to a measure that counts once for each value.</summary>
internal enum DistinctOutcome
{
    /// <summary>Its value was counted already: nothing changes.</summary>
    Repeated,

    /// <summary>It is the first of its value, or has none.</summary>
    Counted,

    /// <summary>It came late, and takes the place of a later one of its value.</summary>
    Replaced,

    /// <summary>It is of the same instant as the one that counts, and its amount is greater, or the other has none: of these the greatest counts, whatever their order.</summary>
    Revalued,
}
