namespace PersonaGrain.Learning.Rfm;

/// <summary>
/// How values become bins of about the same number of customers, as the R package <c>rfm</c> cuts them: a threshold is a quantile (type 7) plus one,
/// and a
/// bin goes from one threshold up to, and without, the next.
/// </summary>
public sealed class RfmBins
{
    /// <summary>How many bins there are.</summary>
    public const int Count = 5;

    private RfmBins(double[] thresholds) => Thresholds = thresholds;

    /// <summary>Where the second and each later bin begin.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>The bins of some values.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static RfmBins Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(values));
        return new RfmBins([.. Enumerable.Range(1, Count - 1).Select(bin => Quantile(sorted, bin) + 1)]);
    }

    /// <summary>The bin of a value, from 1 for the least ones.</summary>
    public int Bin(double value) => 1 + Thresholds.Count(threshold => value >= threshold);

    /// <summary>
    /// R's default quantile, type 7 (Hyndman and Fan 1996), of a whole number of parts of <see cref="Count"/>. In whole numbers as far as they go,
    /// since
    /// whether a value reaches a threshold can hang on the last digit.
    /// </summary>
    private static double Quantile(double[] sorted, int parts)
    {
        var (position, rest) = Math.DivRem((sorted.Length - 1L) * parts, Count);
        return rest == 0 ? sorted[position] : (((Count - rest) * sorted[position]) + (rest * sorted[position + 1])) / Count;
    }
}
