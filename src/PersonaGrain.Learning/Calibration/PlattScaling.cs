using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Calibration;

/// <summary>Fits a logistic curve of the log-odds to what came: for few landmarks.</summary>
/// <remarks>
/// J. Platt, "Probabilistic Outputs for Support Vector Machines" (1999): targets are (N₊ + 1)/(N₊ + 2) and 1/(N₋ + 2) instead of 1 and 0, so that no
/// probability is 0 or 1 because of few landmarks.
/// </remarks>
internal static class PlattScaling
{
    // A narrower spread, relative to the log-odds, is rounding.
    private const double LeastSpread = 1e-9;

    /// <summary>The curve; a flat one where greater log-odds do not go along with the outcome. Null where it does not come to rest.</summary>
    internal static ProbabilityCalibration.Platt? Fit(CalibrationSample sample)
    {
        double positives = sample.Positives, negatives = sample.Count - sample.Positives;

        // Around their mean and by their spread: within a narrow band bias and slope could not be told apart.
        var mean = sample.LogOdds.Average();
        var spread = Math.Sqrt(sample.LogOdds.Average(one => (one - mean) * (one - mean)));
        var varies = !(spread <= LeastSpread * (1 + Math.Abs(mean)));
        var scale = varies ? spread : 1;
        var rows = new LearningRows(1, sample.Count);
        for (var index = 0; index < sample.Count; index++)
        {
            rows.Row(index)[0] = (sample.LogOdds[index] - mean) / scale;
            rows.Targets[index] = sample.Occurred[index] ? (positives + 1) / (positives + 2) : 1 / (negatives + 2);
            rows.People[index] = sample.People[index];
        }

        var rate = Logistic.LogOdds((positives + 1) / (sample.Count + 2));
        if (varies)
        {
            if (PenalizedLogisticRegression.Fit(rows, 0, 0, [rate, 0]) is not { } fitted)
            {
                return null;
            }

            if (fitted[1] > 0)
            {
                var covariance = RobustCovariance.Of(rows, fitted, 0);
                var shift = mean / scale;
                return new ProbabilityCalibration.Platt(
                    fitted[1] / scale,
                    fitted[0] - (fitted[1] * shift),
                    covariance[1, 1] / (scale * scale),
                    covariance[0, 0] + (shift * shift * covariance[1, 1]) - (2 * shift * covariance[1, 0]),
                    (covariance[1, 0] - (shift * covariance[1, 1])) / scale);
            }
        }

        var flat = new LearningRows(0, sample.Count);
        rows.Targets.CopyTo(flat.Targets, 0);
        rows.People.CopyTo(flat.People, 0);
        return PenalizedLogisticRegression.Fit(flat, 0, 0, [rate]) is { } bias
            ? new ProbabilityCalibration.Platt(0, bias[0], 0, RobustCovariance.Of(flat, bias, 0)[0, 0], 0)
            : null;
    }
}
