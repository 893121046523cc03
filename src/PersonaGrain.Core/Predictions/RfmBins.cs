namespace PersonaGrain.Predictions;

/// <summary>
/// How values become bins of about the same number of customers, as the R package <c>rfm</c> cuts them: a threshold is a quantile (type 7) plus one,
/// and a bin goes from one threshold up to, and without, the next.
/// </summary>
public sealed class RfmBins
{
    /// <summary>How many bins there are, where nobody asks for another number.</summary>
    public const int Count = 5;

    private readonly double[] _thresholds;

    private RfmBins(double[] thresholds) => _thresholds = thresholds;

    /// <summary>Where the second and each later bin begin.</summary>
    public IReadOnlyList<double> Thresholds => _thresholds;

    /// <summary>The bins that begin at these values; the first one has no beginning.</summary>
    /// <exception cref="ArgumentException">They are not one less than <see cref="Count"/>.</exception>
    public static RfmBins Beginning(IEnumerable<double> thresholds)
    {
        double[] all = [.. thresholds];
        ArgumentOutOfRangeException.ThrowIfNotEqual(all.Length, Count - 1, nameof(thresholds));
        return new RfmBins(all);
    }

    /// <summary>The bins of some values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="count">How many bins.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public static RfmBins Of(IEnumerable<double> values, int count = Count) => Of([.. values.Order().Select(static value => (value, 1L))], count);

    /// <summary>The bins of values that several have each, in their order.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    internal static RfmBins Of(IReadOnlyList<(double Value, long Times)> sorted, int count = Count)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Count, nameof(sorted));
        return new RfmBins([.. Enumerable.Range(1, count - 1).Select(bin => Quantile(sorted, bin, count) + 1)]);
    }

    /// <summary>The bin of a value, from 1 for the least ones.</summary>
    public int Bin(double value)
    {
        var bin = 1;
        foreach (var threshold in _thresholds)
        {
            bin += value >= threshold ? 1 : 0;
        }

        return bin;
    }

    /// <summary>The least threshold above a value; infinite where there is none.</summary>
    internal double Next(double value)
    {
        var next = double.PositiveInfinity;
        foreach (var threshold in _thresholds)
        {
            next = threshold > value ? Math.Min(next, threshold) : next;
        }

        return next;
    }

    /// <summary>
    /// R's default quantile, type 7 (Hyndman and Fan 1996), of a whole number of parts of so many. In whole numbers as far as they go,
    /// since whether a value reaches a threshold can hang on the last digit.
    /// </summary>
    private static double Quantile(IReadOnlyList<(double Value, long Times)> sorted, int parts, int count)
    {
        var (position, rest) = Math.DivRem((sorted.Sum(static one => one.Times) - 1) * parts, count);
        var (place, before) = (0, sorted[0].Times);
        while (before <= position)
        {
            before += sorted[++place].Times;
        }

        var next = before > position + 1 || rest == 0 ? sorted[place].Value : sorted[place + 1].Value;
        return rest == 0 ? sorted[place].Value : (((count - rest) * sorted[place].Value) + (rest * next)) / count;
    }
}
