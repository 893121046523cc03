namespace PersonaGrain.Population.Cuts;

/// <summary>Where scores can be cut: at 0, above 0, at each hundredth of a point, at 100, and beyond.</summary>
/// <remarks>Scores are tested rounded to 1e-9, so the least one above 0 is that.</remarks>
public static class CutEdges
{
    /// <summary>How many bins there are: that of exactly 0, one for each hundredth of a point up to 100, that of exactly 100.</summary>
    public const int Bins = 10_002;

    /// <summary>The first bin of those whose score is above 0.</summary>
    public const int FirstScored = 1;

    /// <summary>The threshold of all whose score is above 0.</summary>
    public const double AboveZero = 1e-9;

    /// <summary>The threshold of nobody.</summary>
    public const double Nobody = 101;

    private const double PerPoint = 100;

    /// <summary>Where a bin begins; of one more than there are <see cref="Nobody"/>.</summary>
    public static double Of(int bin) => bin switch
    {
        0 => 0,
        FirstScored => AboveZero,
        Bins => Nobody,
        _ => (bin - 1) / PerPoint,
    };

    /// <summary>The bin of a score, rounded as it is tested; where nobody lies, one more than there are.</summary>
    public static int BinOf(double score)
    {
        if (score >= Nobody)
        {
            return Bins;
        }

        // The division may come out a bin off.
        var bin = score < AboveZero ? 0 : Math.Clamp((int)(score * PerPoint) + 1, FirstScored, Bins - 1);
        bin += bin + 1 < Bins && score >= Of(bin + 1) ? 1 : 0;
        return bin > FirstScored && score < Of(bin) ? bin - 1 : bin;
    }
}
