using PersonaGrain.Learning.Online;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Outcomes;

/// <summary>The weights of a score's measures from the landmarks of those who train.</summary>
/// <param name="Bias">The log-odds of one for whom nothing is relevant.</param>
/// <param name="Weights">In the order of the measures.</param>
/// <param name="Covariance">As <see cref="OutcomeModel.Covariance"/>.</param>
internal sealed record WeightFit(double Bias, double[] Weights, double[] Covariance)
{
    /// <summary>
    /// One pass of FTRL-Proximal in the order of time, for the losses that it tells; then from its weights on to the very minimum. Null weights where
    /// they do not come to rest.
    /// </summary>
    /// <param name="score">The score.</param>
    /// <param name="examples">In the order of time.</param>
    /// <param name="free">Which measures are learned; others are pinned, or never differ and weigh 0.</param>
    /// <param name="settings">The constants.</param>
    internal static (WeightFit? Fit, LossDrift? Drift) Of(LearnedScore score, OutcomeExample[] examples, int[] free, LearningSettings settings)
    {
        var rows = Rows(score, examples, free);
        var online = new FtrlProximal(free.Length, settings.Online);
        var losses = new double[examples.Length];
        for (var index = 0; index < losses.Length; index++)
        {
            losses[index] = online.Learn(rows.Row(index), rows.Offsets[index], examples[index].Occurred);
        }

        var drift = DriftBand.Of(losses, Array.ConvertAll(examples, static one => one.At), settings.DriftWindow);
        var (l1, l2) = (settings.Online.L1, settings.Online.L2);
        return PenalizedLogisticRegression.Fit(rows, l1, l2, online.Coefficients) is { } coefficients
            ? (Spread(score, free, coefficients, RobustCovariance.Of(rows, coefficients, l2)), drift)
            : (null, drift);
    }

    private static LearningRows Rows(LearnedScore score, OutcomeExample[] examples, int[] free)
    {
        var rows = new LearningRows(free.Length, examples.Length);
        for (var index = 0; index < examples.Length; index++)
        {
            var example = examples[index];
            var row = rows.Row(index);
            for (var column = 0; column < free.Length; column++)
            {
                row[column] = example.Relevances[free[column]];
            }

            for (var measure = 0; measure < score.Pinned.Length; measure++)
            {
                rows.Offsets[index] += (score.Pinned[measure] ?? 0) * example.Relevances[measure];
            }

            (rows.Targets[index], rows.People[index]) = (example.Occurred ? 1 : 0, example.Person);
        }

        return rows;
    }

    private static WeightFit Spread(LearnedScore score, int[] free, double[] coefficients, double[,] covariance)
    {
        var weights = Array.ConvertAll(score.Pinned, static pinned => pinned ?? 0);
        var places = new int[weights.Length + 1];
        Array.Fill(places, -1);
        places[0] = 0;
        for (var column = 0; column < free.Length; column++)
        {
            weights[free[column]] = coefficients[column + 1];
            places[free[column] + 1] = column + 1;
        }

        var packed = new List<double>();
        for (var row = 0; row < places.Length; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                packed.Add(places[row] < 0 || places[column] < 0 ? 0 : covariance[places[row], places[column]]);
            }
        }

        return new WeightFit(coefficients[0], weights, [.. packed]);
    }
}
