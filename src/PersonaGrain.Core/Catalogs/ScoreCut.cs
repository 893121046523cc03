namespace PersonaGrain.Catalogs;

/// <summary>Among whom a cut of a score is made, and how it is told. Stored: numbers must not change.</summary>
public enum CutKind : byte
{
    /// <summary>A percentile among all people.</summary>
    Everybody = 0,

    /// <summary>A percentile among people whose score is above 0.</summary>
    Scored = 1,

    /// <summary>A number of people with the highest scores above 0.</summary>
    Rank = 2,
}

/// <summary>A place among people at which conditions cut a score in two.</summary>
/// <param name="Score">The score.</param>
/// <param name="Kind">What <paramref name="At"/> is.</param>
/// <param name="At">How many of a hundred lie below, above 0 and below 100; of a rank how many people lie at or above it.</param>
public readonly record struct ScoreCut(string Score, CutKind Kind, double At);
