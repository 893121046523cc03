namespace PersonaGrain.Population.Outcomes;

/// <summary>How good a model is: figures of people who are held back, whom neither weights nor calibration were learned from.</summary>
public sealed record OutcomeQuality
{
    /// <summary>All landmarks, held back or not, without those left out because a feature was not a number.</summary>
    public required int Examples { get; init; }

    /// <summary>The people they are of.</summary>
    public required int People { get; init; }

    /// <summary>Landmarks that the outcome followed.</summary>
    public required int Positives { get; init; }

    /// <summary>Landmarks left out because a feature was not a finite number.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Landmarks of people who are held back.</summary>
    public required int HeldBack { get; init; }

    /// <summary>How many people are held back.</summary>
    public required int HeldBackPeople { get; init; }

    /// <summary>Landmarks of theirs that the outcome followed.</summary>
    public required int HeldBackPositives { get; init; }

    /// <summary>Mean −ln of the probability given to what came, in nats; the smaller the better.</summary>
    public required double LogLoss { get; init; }

    /// <summary>
    /// Against the weights in force when it was learned: the applied ones, else the hand-written ones with a fitted logistic curve.
    /// </summary>
    public required LossComparison InForce { get; init; }

    /// <summary>Against giving everyone the share of landmarks that the outcome followed.</summary>
    public required LossComparison BaseRate { get; init; }

    /// <summary>
    /// The probability that a landmark which the outcome followed has the higher log-odds than one it did not follow; ties count half.
    /// </summary>
    public required double Auc { get; init; }

    /// <summary>Lower end of its 95 % interval.</summary>
    public required double AucLow { get; init; }

    /// <summary>Upper end of its 95 % interval.</summary>
    public required double AucHigh { get; init; }

    /// <summary>Expected calibration error: the mean distance of told from observed share over the bins, weighted by their counts.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Ten bins of equally many landmarks, fewer where probabilities are tied: the reliability diagram.</summary>
    public required ReliabilityBin[] Reliability { get; init; }
}

/// <summary>A log-loss beside that of the model, on the same landmarks.</summary>
/// <param name="LogLoss">That of what the model is compared with.</param>
/// <param name="Gain">By how much the model's is smaller.</param>
/// <param name="StandardError">Of the gain; paired, and landmarks of one person count as dependent.</param>
public readonly record struct LossComparison(double LogLoss, double Gain, double StandardError)
{
    /// <summary>What is less comes from rounding: where both foretell the same of everybody, the gain and its error are the last digits of sums.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Whether the model is better beyond two standard errors.</summary>
    public bool IsClear => Gain > Math.Max(2 * StandardError, Rounding);
}

/// <summary>Landmarks of nearly the same probability.</summary>
/// <param name="Lower">The least probability in it.</param>
/// <param name="Upper">The greatest.</param>
/// <param name="Count">How many landmarks.</param>
/// <param name="Predicted">Their mean probability.</param>
/// <param name="Observed">The share of them that the outcome followed.</param>
public readonly record struct ReliabilityBin(double Lower, double Upper, int Count, double Predicted, double Observed);
