using MathNet.Numerics.Distributions;
using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Correlations;

/// <summary>Pearson's correlation of two variables.</summary>
/// <param name="R">The correlation, −1 to 1.</param>
/// <param name="Count">Of how many pairs.</param>
public sealed record PearsonCorrelation(double R, int Count)
{
    /// <summary>
    /// Student's t of the hypothesis that there is no correlation, with n − 2 degrees of freedom; null where there are only two pairs, or R is
    /// ±1.
    /// </summary>
    public double? T => Count > 2 && Math.Abs(R) < 1 ? R * Math.Sqrt((Count - 2) / ((1 - R) * (1 + R))) : null;

    /// <summary>The probability of as large a correlation, of either sign, by chance alone; null where there is no t.</summary>
    public double? P => T is { } t ? 2 * StudentT.CDF(0, 1, Count - 2, -Math.Abs(t)) : null;

    /// <summary>Correlates pairs.</summary>
    /// <param name="x">The one variable.</param>
    /// <param name="y">The other; as many values.</param>
    public static CorrelationResult Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Count, x.Count, nameof(y));
        if (x.Count < 2)
        {
            return new CorrelationResult.None(new FitFault(
                x.Count == 0 ? "there are no rows" : "there is one row, and a correlation is one of several", "give some dozen rows"));
        }

        // About the mean, and of numbers near 1, so that neither large values nor large means cost digits.
        var (left, right) = (Standardized(x), Standardized(y));
        if (left is null || right is null)
        {
            return new CorrelationResult.None(new FitFault("all values are equal, so nothing goes along with them", "give a column that varies")
            {
                Variable = left is null ? "x" : "y",
            });
        }

        var sum = 0.0;
        for (var index = 0; index < left.Length; index++)
        {
            sum += left[index] * right[index];
        }

        return new CorrelationResult.Found(new PearsonCorrelation(Math.Clamp(sum, -1, 1), x.Count));
    }

    /// <summary>
    /// The interval that holds the true correlation with a given confidence, by Fisher's z; null where there are fewer than four pairs.
    /// </summary>
    /// <param name="confidence">Such as 0.95.</param>
    /// <param name="isOfRanks">It is Spearman's, of ranks, whose z varies more (D. G. Bonett, T. A. Wright, 2000).</param>
    public (double Low, double High)? Interval(double confidence, bool isOfRanks = false)
    {
        if (Count < 4)
        {
            return null;
        }

        var variance = (isOfRanks ? 1 + (R * R / 2) : 1) / (Count - 3);
        var (z, half) = (Math.Atanh(R), Normal.InvCDF(0, 1, (1 + confidence) / 2) * Math.Sqrt(variance));
        return (Math.Tanh(z - half), Math.Tanh(z + half));
    }

    /// <summary>The values about their mean, divided so that their squares add up to 1; null where all are equal.</summary>
    private static double[]? Standardized(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var about = values.Select(value => value - mean).ToArray();
        var largest = about.Max(Math.Abs);
        if (values.All(value => value == values[0]) || largest == 0)
        {
            return null;
        }

        var rest = about.Average();
        about = Array.ConvertAll(about, value => (value - rest) / largest);
        var length = Math.Sqrt(about.Sum(static value => value * value));
        return Array.ConvertAll(about, value => value / length);
    }
}
