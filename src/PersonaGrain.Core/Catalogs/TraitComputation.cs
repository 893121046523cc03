namespace PersonaGrain.Catalogs;

/// <summary>What is worked out of signals. The numbers are part of what tallies are known by: explicit and append-only.</summary>
public enum TraitComputation
{
    /// <summary>How many there are.</summary>
    Count = 1,

    /// <summary>The sum of the values, exact to millionths; 0 where there is none.</summary>
    Sum = 2,

    /// <summary>The arithmetic mean of the values; none where there is no value.</summary>
    Mean = 3,

    /// <summary>The least value; none where there is no value.</summary>
    Min = 4,

    /// <summary>The greatest value; none where there is no value.</summary>
    Max = 5,

    /// <summary>The sample variance of the values (divided by n − 1); none for fewer than two.</summary>
    Variance = 6,

    /// <summary>The value of the earliest signal that has one.</summary>
    First = 7,

    /// <summary>The value of the latest signal that has one.</summary>
    Last = 8,

    /// <summary>Whole days since the latest signal; none where there never was one.</summary>
    DaysSince = 9,
}
