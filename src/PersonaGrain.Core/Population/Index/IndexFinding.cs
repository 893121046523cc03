namespace PersonaGrain.Population.Index;

/// <summary>What can be said of a characteristic of a segment.</summary>
public enum IndexFinding
{
    /// <summary>Nothing: the segment, or those who have it, are too few (<see cref="IndexEntry.IsTooFew"/>).</summary>
    TooFew,

    /// <summary>It may be chance.</summary>
    NotTold,

    /// <summary>The segment has it more often than people at large.</summary>
    Above,

    /// <summary>The segment has it less often than people at large.</summary>
    Below,
}
