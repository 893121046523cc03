namespace PersonaGrain.Catalogs;

/// <summary>What is worked out of the members of an account.</summary>
public enum MemberComputation
{
    /// <summary>How many are taken.</summary>
    Count = 1,

    /// <summary>The share of those that are taken in all members, 0 to 1; none without members.</summary>
    Share = 2,

    /// <summary>The sum of a trait; 0 where nobody has it.</summary>
    Sum = 3,

    /// <summary>The arithmetic mean of a trait over those that have it; none where nobody has it.</summary>
    Mean = 4,

    /// <summary>The least value of a trait; none where nobody has it.</summary>
    Min = 5,

    /// <summary>The greatest value of a trait; none where nobody has it.</summary>
    Max = 6,
}
