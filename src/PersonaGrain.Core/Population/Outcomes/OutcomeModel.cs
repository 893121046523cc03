using PersonaGrain.Time;

namespace PersonaGrain.Population.Outcomes;

/// <summary>The weights of a score's measures as learned from who had the outcome: a calibrated logistic regression. Not changed once made.</summary>
public sealed record OutcomeModel
{
    private const double NormalQuantile = 1.959963984540054;

    // Nothing is told as certain, and log-odds and their errors stay numbers.
    private const double LeastProbability = 1e-12;
    private const double GreatestError = 1000;

    /// <summary>From 1, counting what was applied; a proposed model has the number that it gets when it is applied.</summary>
    public required int Version { get; init; }

    /// <summary>When it was learned.</summary>
    public required Instant At { get; init; }

    /// <summary>The score's measures, in the order of the weights.</summary>
    public required string[] Measures { get; init; }

    /// <summary>The log-odds of one for whom no measure is relevant.</summary>
    public required double Bias { get; init; }

    /// <summary>By how much the log-odds rise from relevance 0 to relevance 1 of each measure.</summary>
    public required double[] Weights { get; init; }

    /// <summary>
    /// Covariance of bias and weights (in this order), row by row up to the diagonal: (0,0), (1,0), (1,1), (2,0) … Landmarks of one person count as
    /// dependent. Zero for a weight that a human pinned.
    /// </summary>
    public required double[] Covariance { get; init; }

    /// <summary>From log-odds to a probability that holds.</summary>
    public required ProbabilityCalibration Calibration { get; init; }

    /// <summary>How good it is on people it was not learned from.</summary>
    public required OutcomeQuality Quality { get; init; }

    /// <summary>Whether another one is the same version, or has the same weights.</summary>
    public bool IsSameAs(OutcomeModel? other) =>
        other is not null && (Version == other.Version || (Bias.Equals(other.Bias) && Weights.AsSpan().SequenceEqual(other.Weights)));

    /// <summary>The log-odds before calibration. O(measures).</summary>
    /// <param name="relevances">The relevance of each measure, in the order of the weights.</param>
    public double LogOdds(ReadOnlySpan<float> relevances)
    {
        var sum = Bias;
        for (var index = 0; index < Weights.Length; index++)
        {
            sum += Weights[index] * relevances[index];
        }

        return sum;
    }

    /// <summary>The calibrated probability at these log-odds.</summary>
    public double Probability(double logOdds) => Calibration.Probability(logOdds);

    /// <summary>
    /// The calibrated probability with its interval, each from 1e-12 to 1 − 1e-12; null where a relevance is not a finite number. O(measures²), no
    /// allocation.
    /// </summary>
    /// <remarks>
    /// The log-odds have the standard error √(xᵀΣx) (delta method); their interval goes through the calibration, so that it stays in 0..1, and the
    /// calibration's own error is added in quadrature on the scale of log-odds.
    /// </remarks>
    /// <param name="relevances">The relevance of each measure, in the order of the weights.</param>
    public ProbabilityEstimate? Estimate(ReadOnlySpan<float> relevances)
    {
        var logOdds = LogOdds(relevances);
        if (!double.IsFinite(logOdds))
        {
            return null;
        }

        var half = Bounded(NormalQuantile * StandardError(relevances));
        var own = Bounded(NormalQuantile * Calibration.StandardError(logOdds));
        var probability = Clamped(Calibration.Probability(logOdds));
        var at = Logistic.LogOdds(probability);
        var below = at - Logistic.LogOdds(Clamped(Calibration.Probability(logOdds - half)));
        var above = Logistic.LogOdds(Clamped(Calibration.Probability(logOdds + half))) - at;
        return new ProbabilityEstimate(
            probability,
            Clamped(Logistic.Probability(at - Math.Sqrt((below * below) + (own * own)))),
            Clamped(Logistic.Probability(at + Math.Sqrt((above * above) + (own * own)))));
    }

    private static double Clamped(double probability) => Math.Clamp(probability, LeastProbability, 1 - LeastProbability);

    private static double Bounded(double error) => error < GreatestError ? error : GreatestError;

    /// <summary>The standard error of the log-odds before calibration.</summary>
    public double StandardError(ReadOnlySpan<float> relevances)
    {
        var (sum, entry) = (0.0, 0);
        for (var row = 0; row <= Weights.Length; row++)
        {
            double left = row == 0 ? 1 : relevances[row - 1];
            for (var column = 0; column < row; column++)
            {
                sum += 2 * left * (column == 0 ? 1 : relevances[column - 1]) * Covariance[entry++];
            }

            sum += left * left * Covariance[entry++];
        }

        return Math.Sqrt(Math.Max(0, sum));
    }
}
