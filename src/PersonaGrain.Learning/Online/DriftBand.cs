using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Online;

/// <summary>Tells whether the newest losses of progressive validation are still such as those before.</summary>
/// <remarks>
/// The first quarter, in which the weights are learned, is left out. The band is that of a mean over as many landmarks as the newest are; its
/// standard error is the greater of what the losses one by one and what the means of former windows spread by, as people weigh in with several
/// landmarks. The latter by the median deviation, so that a window in which a change began does not hide it.
/// </remarks>
public static class DriftBand
{
    private const int FewestWindows = 6;

    /// <summary>The newest window against all before; null where there are fewer than six windows after the first quarter.</summary>
    /// <param name="losses">In the order of time.</param>
    /// <param name="instants">When each was foretold.</param>
    /// <param name="window">How many are the newest.</param>
    public static LossDrift? Of(ReadOnlySpan<double> losses, ReadOnlySpan<Instant> instants, int window)
    {
        var settled = losses[(losses.Length / 4)..];
        if (settled.Length < FewestWindows * window)
        {
            return null;
        }

        var former = settled[..^window];
        var (mean, variance) = Moments(former);
        var means = new double[former.Length / window];
        for (var index = 0; index < means.Length; index++)
        {
            means[index] = Moments(former.Slice(former.Length - ((index + 1) * window), window)).Mean;
        }

        var error = Math.Sqrt(Math.Max(variance / window, Squared(1.4826 * Median(Deviations(means)))));
        return new LossDrift(Moments(settled[^window..]).Mean, mean, error, window, instants[^window]);
    }

    /// <summary>From their median.</summary>
    private static double[] Deviations(double[] values)
    {
        var median = Median(values);
        return Array.ConvertAll(values, value => Math.Abs(value - median));
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Squared(double value) => value * value;

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> values)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, squares / Math.Max(1, values.Length - 1));
    }
}
