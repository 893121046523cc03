namespace PersonaGrain.Population.Index;

/// <summary>How many people are in both of two segments, and what follows from it. Counts are exact, as of a generation.</summary>
/// <param name="Both">People in both; null of fewer than <see cref="IndexEntry.Fewest"/>, and all that follows is null then.</param>
/// <param name="Size">Members of the one.</param>
/// <param name="OtherSize">Members of the other.</param>
/// <param name="People">Everybody who was counted.</param>
public readonly record struct SegmentOverlap(long? Both, long Size, long OtherSize, long People)
{
    /// <summary>The part of the one's members who are in the other too, 0 to 1.</summary>
    public double? Share => (double?)Both / Size;

    /// <summary>The part of the other's members who are in the one too, 0 to 1.</summary>
    public double? ShareOfOther => (double?)Both / OtherSize;

    /// <summary>Those in both ÷ those in either, 0 to 1 (P. Jaccard, 1912).</summary>
    public double? Jaccard => (double?)Both / Either;

    /// <summary>People in either.</summary>
    public long? Either => Size + OtherSize - Both;

    /// <summary>Those in both ÷ how many would be if the two had nothing to do with one another: above 1 they go together, below 1 they keep apart.</summary>
    public double? Lift => (double?)Both * People / ((double)Size * OtherSize);

    /// <summary>The lift × 100 with its 95 % interval, which is the index of the other segment among the one's members.</summary>
    public ShareRatio? Index => Both is { } both ? ShareRatio.Of(both, Size, OtherSize, People) : null;
}
