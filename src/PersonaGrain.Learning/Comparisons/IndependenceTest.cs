using MathNet.Numerics;

namespace PersonaGrain.Learning.Comparisons;

/// <summary>How likely it is by chance that two groups differ so much in how many of them have something.</summary>
public static class IndependenceTest
{
    /// <summary>Where fewer are expected, χ² is not followed well (W. G. Cochran, "Some Methods for Strengthening the Common χ² Tests", 1954).</summary>
    private const double LeastExpected = 5;

    private const double Negligible = 1e-17;

    /// <summary>
    /// The probability, two-sided: by Pearson's χ² of 1 degree of freedom without correction for continuity; by Fisher's exact test, twice the smaller tail, where
    /// one of the four expected counts is below 5. 1 where there is nothing to compare.
    /// </summary>
    /// <param name="with">Of the first group, those who have it.</param>
    /// <param name="size">The first group.</param>
    /// <param name="othersWith">Of the second group, those who have it.</param>
    /// <param name="othersSize">The second group.</param>
    public static double Probability(long with, long size, long othersWith, long othersSize)
    {
        double all = size + othersSize, having = with + othersWith;
        if (size == 0 || othersSize == 0 || having == 0 || having == all)
        {
            return 1;
        }

        var least = Math.Min(size, othersSize) * Math.Min(having, all - having) / all;
        if (least < LeastExpected)
        {
            return Exact(with, size, with + othersWith, size + othersSize);
        }

        var difference = ((double)with * (othersSize - othersWith)) - ((double)(size - with) * othersWith);
        var chiSquare = difference / size * difference / othersSize * all / having / (all - having);
        return SpecialFunctions.Erfc(Math.Sqrt(chiSquare / 2));
    }

    private static double Exact(long with, long size, long having, long all) =>
        Math.Min(1, 2 * Math.Min(Tail(with, size, having, all, 1), Tail(with, size, having, all, -1)));

    /// <summary>The probability of so many or more, or of so many or fewer, under the hypergeometric distribution.</summary>
    private static double Tail(long with, long size, long having, long all, int direction)
    {
        var (least, most) = (Math.Max(0, size + having - all), Math.Min(size, having));
        var term = Math.Exp(Choose(having, with) + Choose(all - having, size - with) - Choose(all, size));
        var sum = 0d;
        for (var count = with; count >= least && count <= most && term > sum * Negligible; count += direction)
        {
            sum += term;
            term *= direction > 0
                ? (double)(having - count) * (size - count) / ((count + 1d) * (all - having - size + count + 1))
                : (double)count * (all - having - size + count) / ((having - count + 1d) * (size - count + 1));
        }

        return sum;
    }

    private static double Choose(long all, long some) =>
        SpecialFunctions.GammaLn(all + 1) - SpecialFunctions.GammaLn(some + 1) - SpecialFunctions.GammaLn(all - some + 1);
}
