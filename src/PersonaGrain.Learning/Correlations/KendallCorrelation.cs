using MathNet.Numerics.Distributions;

namespace PersonaGrain.Learning.Correlations;

/// <summary>Kendall's τ-b: of how many more pairs of rows both variables say the same order than the other one, where equal values are no order (M. G. Kendall, 1945).</summary>
/// <param name="Tau">−1 to 1.</param>
/// <param name="Count">Of how many rows.</param>
/// <param name="Z">The difference in standard deviations, if the two had nothing to do with one another.</param>
public sealed record KendallCorrelation(double Tau, int Count, double Z)
{
    /// <summary>The most rows that are compared each with each.</summary>
    public const int MostRows = 30_000;

    /// <summary>The probability of as large a τ, of either sign, by chance alone, by the normal approximation with ties.</summary>
    public double P => 2 * Normal.CDF(0, 1, -Math.Abs(Z));

    /// <summary>Correlates pairs; null where all values of one of the variables are equal. O(rows²).</summary>
    /// <param name="x">The one variable.</param>
    /// <param name="y">The other; as many values.</param>
    public static KendallCorrelation? Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Count, x.Count, nameof(y));
        var difference = 0L;
        for (var one = 0; one < x.Count; one++)
        {
            for (var other = one + 1; other < x.Count; other++)
            {
                difference += x[one].CompareTo(x[other]) * y[one].CompareTo(y[other]);
            }
        }

        var (left, right, n) = (Ties.Of(x), Ties.Of(y), (double)x.Count);
        var pairs = n * (n - 1) / 2;
        if (left.Pairs == pairs || right.Pairs == pairs)
        {
            return null;
        }

        var variance = (((n * (n - 1) * ((2 * n) + 5)) - left.Fifths - right.Fifths) / 18)
            + (2 * left.Pairs * right.Pairs / (n * (n - 1)))
            + (n > 2 ? left.Triples * right.Triples / (9 * n * (n - 1) * (n - 2)) : 0);
        return new KendallCorrelation(difference / Math.Sqrt((pairs - left.Pairs) * (pairs - right.Pairs)), x.Count, difference / Math.Sqrt(variance));
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
    }
}
