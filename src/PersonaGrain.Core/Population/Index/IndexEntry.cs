namespace PersonaGrain.Population.Index;

/// <summary>How often a segment has a characteristic, beside how often people at large do.</summary>
/// <param name="Characteristic">What they have.</param>
/// <param name="IsDemographic">Whether it says who people are: the catalog declares its trait so.</param>
/// <param name="InSegment">Members of the segment who have it.</param>
/// <param name="Size">Members of the segment.</param>
/// <param name="InAll">People who have it.</param>
/// <param name="All">People.</param>
/// <param name="P">
/// How likely so great a difference between the segment and all others is by chance: by Pearson's χ² of 1 degree of freedom, by Fisher's exact test where a count of fewer than 5 is expected. 1 where it was not tested.
/// </param>
/// <param name="Q">The same, corrected for all comparisons of the segment (Benjamini and Hochberg).</param>
public sealed record IndexEntry(Characteristic Characteristic, bool IsDemographic, long InSegment, long Size, long InAll, long All, double P, double Q)
{
    /// <summary>Nothing is claimed of a segment of fewer members, nor of what fewer people have; and a number of fewer people is not told.</summary>
    public const int Fewest = 30;

    /// <summary>So many members would have it, were they as everybody, where it is compared: chosen by what is expected, not by what was found, so that the correction holds.</summary>
    public const int LeastExpected = 5;

    /// <summary>What may be wrong of what is found: the false discovery rate.</summary>
    public const double FalseDiscoveries = 0.05;

    /// <summary>The share of the members who have it, 0 to 1.</summary>
    public double Share => (double)InSegment / Size;

    /// <summary>The share of people who have it, 0 to 1.</summary>
    public double ShareInAll => (double)InAll / All;

    /// <summary>Whether the segment, or those who have it, are too few for a claim. That nearly no member has it is a claim.</summary>
    public bool IsTooFew => Size < Fewest || InAll < Fewest || (double)Size * InAll / All < LeastExpected;

    /// <summary>Whether so many members have it that their number and share may be told: fewer could be known by it.</summary>
    public bool IsCountTold => !IsTooFew && InSegment >= Fewest;

    /// <summary>Share in the segment ÷ share in all × 100, with its interval; null where <see cref="IsCountTold"/> is not so, since the share would be known by it.</summary>
    public ShareRatio? Index => IsCountTold ? ShareRatio.Of(InSegment, Size, InAll, All) : null;

    /// <summary>What can be said.</summary>
    public IndexFinding Finding => IsTooFew ? IndexFinding.TooFew
        : Q > FalseDiscoveries ? IndexFinding.NotTold
        : Share > ShareInAll ? IndexFinding.Above
        : IndexFinding.Below;

    /// <summary>
    /// How much it tells of the segment: |ln(index ÷ 100)| × the greater of both shares; 0 where there are too few. Members who are not told count as <see cref="Fewest"/>, so
    /// that the order does not tell them.
    /// </summary>
    public double Weight => IsTooFew ? 0 : Weigh((double)Math.Max(InSegment, Fewest) / Size, ShareInAll);

    private static double Weigh(double share, double shareInAll) => Math.Abs(Math.Log(share / shareInAll)) * Math.Max(share, shareInAll);
}
