using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Evaluation;

/// <summary>The area under the receiver operating characteristic: how well forecasts rank.</summary>
/// <param name="Auc">The probability that what came was ranked above what did not; ties count half.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <remarks>
/// By the rank sum (H. B. Mann, D. R. Whitney, 1947); the interval by E. R. DeLong et al. (1988), with the landmarks of one person as dependent
/// (N. A. Obuchowski, 1997), on the scale of log-odds. O(n log n).
/// </remarks>
public readonly record struct RankingQuality(double Auc, double Low, double High)
{
    private const double NormalQuantile = 1.959963984540054;

    /// <summary>Of forecasts of landmarks of both kinds; a half, from 0 to 1, where one kind is missing.</summary>
    public static RankingQuality Of(Forecasts forecasts)
    {
        double positives = forecasts.Positives, negatives = forecasts.Count - forecasts.Positives;
        if (positives == 0 || negatives == 0)
        {
            return new RankingQuality(0.5, 0, 1);
        }

        var (auc, influences) = Influences(forecasts);
        var sums = new ClusteredSum();
        for (var index = 0; index < influences.Length; index++)
        {
            sums.Add(forecasts.People[index], influences[index]);
        }

        // On the scale of log-odds the interval stays within 0..1; at the ends themselves there is no such scale.
        var inner = Math.Clamp(auc, 0.5 / (positives * negatives), 1 - (0.5 / (positives * negatives)));
        var half = NormalQuantile * sums.StandardError / (inner * (1 - inner));
        return new RankingQuality(
            auc, Math.Min(auc, Logistic.Probability(Logistic.LogOdds(inner) - half)), Math.Max(auc, Logistic.Probability(Logistic.LogOdds(inner) + half)));
    }

    /// <summary>The area, and how far each landmark moves it from where it is: they add up to 0. Of landmarks of both kinds.</summary>
    internal static (double Auc, double[] Influences) Influences(Forecasts forecasts)
    {
        double positives = forecasts.Positives, negatives = forecasts.Count - forecasts.Positives;
        var order = Enumerable.Range(0, forecasts.Count).ToArray();
        Array.Sort((double[])forecasts.Scores.Clone(), order);
        var influences = Below(forecasts, order);
        var auc = order.Where(index => forecasts.Occurred[index]).Sum(index => influences[index]) / positives / negatives;
        for (var index = 0; index < influences.Length; index++)
        {
            influences[index] = forecasts.Occurred[index]
                ? ((influences[index] / negatives) - auc) / positives
                : (1 - (influences[index] / positives) - auc) / negatives;
        }

        return (auc, influences);
    }

    /// <summary>How many of the other kind are ranked below each landmark, ties as a half.</summary>
    private static double[] Below(Forecasts forecasts, int[] order)
    {
        var below = new double[order.Length];
        var (positives, negatives) = (0, 0);
        for (var begin = 0; begin < order.Length;)
        {
            var (end, tiedPositives) = (begin, 0);
            for (; end < order.Length && forecasts.Scores[order[end]] == forecasts.Scores[order[begin]]; end++)
            {
                tiedPositives += forecasts.Occurred[order[end]] ? 1 : 0;
            }

            var tiedNegatives = end - begin - tiedPositives;
            for (; begin < end; begin++)
            {
                below[order[begin]] = forecasts.Occurred[order[begin]] ? negatives + (tiedNegatives / 2.0) : positives + (tiedPositives / 2.0);
            }

            (positives, negatives) = (positives + tiedPositives, negatives + tiedNegatives);
        }

        return below;
    }
}
