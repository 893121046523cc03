using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Outcomes;

/// <summary>What might have been learned of a score.</summary>
internal static class Learned
{
    /// <summary>Weights that were learned of the measures of a score, with no error of their own.</summary>
    internal static OutcomeModel Model(int version, double bias, params double[] weights) => new()
    {
        Version = version,
        At = A.Start,
        Measures = [.. weights.Select(static (_, index) => $"measure-{index}")],
        Bias = bias,
        Weights = weights,
        Covariance = new double[(weights.Length + 1) * (weights.Length + 2) / 2],
        Calibration = new ProbabilityCalibration.Platt(1, 0, 0.01, 0.01, 0),
        Quality = Quality,
    };

    /// <summary>The state of a score.</summary>
    internal static OutcomeState State(PredictedScore score, OutcomeModel? proposed, OutcomeModel? applied = null) => new()
    {
        Score = score.Name,
        Outcome = score.Outcome,
        Features = score.Features,
        At = A.Start,
        Proposed = proposed,
        Applied = applied,
        Versions = applied?.Version ?? 0,
    };

    private static OutcomeQuality Quality => new()
    {
        Examples = 1_000,
        People = 500,
        Positives = 300,
        LeftOut = 0,
        HeldBack = 200,
        HeldBackPeople = 100,
        HeldBackPositives = 60,
        LogLoss = 0.4,
        InForce = new LossComparison(0.5, 0.1, 0.02),
        BaseRate = new LossComparison(0.6, 0.2, 0.03),
        Auc = 0.8,
        AucLow = 0.75,
        AucHigh = 0.85,
        CalibrationError = 0.01,
        Reliability = [new ReliabilityBin(0, 1, 200, 0.3, 0.31)],
    };
}
