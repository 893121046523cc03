namespace PersonaGrain.Population.Index;

/// <summary>How a share in a segment stands to the share in everybody that the segment is a part of, with an interval.</summary>
/// <remarks>
/// The interval is that of the logarithm of the ratio (D. Katz et al., "Obtaining Confidence Intervals for the Risk Ratio in Cohort Studies", Biometrics 34, 1978),
/// by the delta method for a segment that is itself counted among everybody: with the shares p₁ of the segment and p₀ of all others, the part w of people who are
/// in the segment, and p = w·p₁ + (1 − w)·p₀, var ln(p₁/p) = (1/p₁ − w/p)²·p₁(1 − p₁)/n₁ + ((1 − w)/p)²·p₀(1 − p₀)/n₀. Where one of the four counts is 0, ½ is
/// added to each for the interval.
/// </remarks>
/// <param name="Index">The ratio × 100; not a number where nobody has it.</param>
/// <param name="Low">Where the 95 % interval begins.</param>
/// <param name="High">Where it ends.</param>
public readonly record struct ShareRatio(double Index, double Low, double High)
{
    /// <summary>95 % of a normal distribution lie within so many standard deviations.</summary>
    internal const double Deviations = 1.959963984540054;

    /// <summary>The ratio of counts.</summary>
    /// <param name="with">Members of the segment who have it.</param>
    /// <param name="members">Members of the segment.</param>
    /// <param name="allWith">People who have it, the members among them.</param>
    /// <param name="all">People.</param>
    public static ShareRatio Of(long with, long members, long allWith, long all)
    {
        var index = (double)with / members / ((double)allWith / all) * 100;
        var spread = Math.Exp(Deviations * Math.Sqrt(Variance(with, members - with, allWith - with, all - members - (allWith - with))));
        return new ShareRatio(index, index / spread, index * spread);
    }

    private static double Variance(double with, double without, double othersWith, double othersWithout)
    {
        if (othersWith + othersWithout == 0)
        {
            // The segment is everybody.
            return 0;
        }

        if (with == 0 || without == 0 || othersWith == 0 || othersWithout == 0)
        {
            (with, without, othersWith, othersWithout) = (with + 0.5, without + 0.5, othersWith + 0.5, othersWithout + 0.5);
        }

        var (members, others) = (with + without, othersWith + othersWithout);
        var (own, other, part) = (with / members, othersWith / others, members / (members + others));
        var share = (part * own) + ((1 - part) * other);
        var (ofOwn, ofOther) = ((1 / own) - (part / share), (1 - part) / share);
        return (ofOwn * ofOwn * own * (1 - own) / members) + (ofOther * ofOther * other * (1 - other) / others);
    }
}
