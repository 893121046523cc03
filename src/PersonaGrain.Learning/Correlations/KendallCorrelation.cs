using MathNet.Numerics.Distributions;

namespace PersonaGrain.Learning.Correlations;

/// <summary>Kendall's τ-b: of how many more pairs of rows both variables say the same order than the other one, where equal values are no order (M. G. Kendall, 1945).</summary>
/// <param name="Tau">−1 to 1.</param>
/// <param name="Count">Of how many rows.</param>
/// <param name="Z">The difference in standard deviations, if the two had nothing to do with one another.</param>
public sealed record KendallCorrelation(double Tau, int Count, double Z)
{
    /// <summary>The probability of as large a τ, of either sign, by chance alone, by the normal approximation with ties.</summary>
    public double P => 2 * Normal.CDF(0, 1, -Math.Abs(Z));

    /// <summary>Correlates pairs; null where all values of one of the variables are equal. O(n log n).</summary>
    /// <remarks>W. R. Knight, "A Computer Method for Calculating Kendall's Tau with Ungrouped Data", 1966: of rows in the order of x, pairs in the other order are what sorting by y exchanges.</remarks>
    /// <param name="x">The one variable.</param>
    /// <param name="y">The other; as many values.</param>
    public static KendallCorrelation? Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Count, x.Count, nameof(y));
        var (left, right, n) = (Ties.Of(x), Ties.Of(y), (double)x.Count);
        var pairs = n * (n - 1) / 2;
        if (left.Pairs == pairs || right.Pairs == pairs)
        {
            return null;
        }

        int[] order = [.. Enumerable.Range(0, x.Count).OrderBy(row => x[row]).ThenBy(row => y[row])];
        var both = Ties.OfPairs(order, x, y);
        var exchanged = Exchanges(Array.ConvertAll(order, row => y[row]));
        var difference = pairs - left.Pairs - right.Pairs + both - (2.0 * exchanged);
        var variance = (((n * (n - 1) * ((2 * n) + 5)) - left.Fifths - right.Fifths) / 18)
            + (2 * left.Pairs * right.Pairs / (n * (n - 1)))
            + (n > 2 ? left.Triples * right.Triples / (9 * n * (n - 1) * (n - 2)) : 0);
        return new KendallCorrelation(difference / Math.Sqrt((pairs - left.Pairs) * (pairs - right.Pairs)), x.Count, difference / Math.Sqrt(variance));
    }

    /// <summary>How many pairs stand in the wrong order, by sorting: merged are runs of twice as many values each time.</summary>
    private static long Exchanges(double[] values)
    {
        var (from, to, exchanges) = (values, new double[values.Length], 0L);
        for (var width = 1; width < values.Length; width *= 2)
        {
            for (var start = 0; start < values.Length; start += 2 * width)
            {
                var (middle, end) = (Math.Min(start + width, values.Length), Math.Min(start + (2 * width), values.Length));
                var (left, right) = (start, middle);
                for (var place = start; place < end; place++)
                {
                    if (right == end || (left < middle && from[left] <= from[right]))
                    {
                        to[place] = from[left++];
                    }
                    else
                    {
                        to[place] = from[right++];
                        exchanges += middle - left;
                    }
                }
            }

            (from, to) = (to, from);
        }

        return exchanges;
    }

    /// <summary>What values that are equal add up to, with t of each: t(t − 1)/2, t(t − 1)(2t + 5), t(t − 1)(t − 2).</summary>
    private readonly record struct Ties(double Pairs, double Fifths, double Triples)
    {
        public static Ties Of(IReadOnlyList<double> values)
        {
            double[] equal = [.. values.GroupBy(static value => value).Select(static group => (double)group.Count())];
            return new Ties(
                equal.Sum(static t => t * (t - 1) / 2), equal.Sum(static t => t * (t - 1) * ((2 * t) + 5)), equal.Sum(static t => t * (t - 1) * (t - 2)));
        }

        /// <summary>How many pairs are equal in both, of rows that are in the order of both.</summary>
        public static double OfPairs(int[] order, IReadOnlyList<double> x, IReadOnlyList<double> y)
        {
            var (pairs, alike) = (0.0, 1);
            for (var place = 1; place < order.Length; place++)
            {
                alike = x[order[place]] == x[order[place - 1]] && y[order[place]] == y[order[place - 1]] ? alike + 1 : 1;
                pairs += alike - 1;
            }

            return pairs;
        }
    }
}
