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

    /// <summary>The value that most signals have; of several the one of the newest signal.</summary>
    MostFrequent = 10,

    /// <summary>The value that fewest signals have, of those that any has; of several the one of the newest signal.</summary>
    LeastFrequent = 11,

    /// <summary>How many different values there are.</summary>
    Distinct = 12,

    /// <summary>A list of different values, that of the newest signal first.</summary>
    Newest = 13,

    /// <summary>On how many different days of a time zone there were signals.</summary>
    DistinctDays = 14,

    /// <summary>On how many days, or in how many weeks, of a time zone there were signals without a gap, up to the present one or the one before it.</summary>
    Streak = 15,

    /// <summary>The value below which a part of the values lies, between two of them in proportion; none where there is no value.</summary>
    Percentile = 16,

    /// <summary>How many sessions there were: signals between which there are only shorter gaps than one that ends a session.</summary>
    Sessions = 17,

    /// <summary>How long sessions are on average, from the first signal to the last one, in seconds; none where there is none.</summary>
    SessionLength = 18,

    /// <summary>How many signals a session has on average; none where there is none.</summary>
    SessionSignals = 19,
}
