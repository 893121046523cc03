namespace PersonaGrain.Population.Index;

/// <summary>What can be said of a characteristic of a segment.</summary>
public enum IndexFinding
{
    /// <summary>Nothing: fewer than <see cref="IndexEntry.Fewest"/> people of the segment, or of all, have it.</summary>
    TooFew,

    /// <summary>It may be chance.</summary>
    NotTold,

    /// <summary>The segment has it more often than people at large.</summary>
    Above,

    /// <summary>The segment has it less often than people at large.</summary>
    Below,
}
