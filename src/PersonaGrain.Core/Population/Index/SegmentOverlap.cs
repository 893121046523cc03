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

    /// <summary>The 95 % interval of the lift; the same whichever of the two is the one.</summary>
    /// <remarks>
    /// Of the logarithm, by the delta method for people who fall by chance into both, one, the other or none (a multinomial distribution): with x in both, a and b members, and n people,
    /// var ln(lift) = 1/x − 1/a − 1/b − 1/n + 2x/(a·b). It is 0 where one of the two is everybody.
    /// </remarks>
    public (double Low, double High)? LiftInterval
    {
        get
        {
            if (Lift is not { } lift || Both is not { } both)
            {
                return null;
            }

            var variance = (1.0 / both) - (1.0 / Size) - (1.0 / OtherSize) - (1.0 / People) + (2.0 * both / ((double)Size * OtherSize));
            var spread = Math.Exp(ShareRatio.Deviations * Math.Sqrt(Math.Max(0, variance)));
            return (lift / spread, lift * spread);
        }
    }
}
