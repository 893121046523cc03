using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Calibration;

/// <summary>Chooses the calibration that so many landmarks bear.</summary>
/// <remarks>
/// Isotonic regression fits any rising curve and needs about a thousand landmarks for it; below, Platt's curve is the better one (A. Niculescu-Mizil,
/// R. Caruana, "Predicting Good Probabilities With Supervised Learning", 2005).
/// </remarks>
internal static class Calibrator
{
    private const int LeastOfEachKind = 100;

    /// <summary>The calibration; null where it does not come to rest.</summary>
    /// <param name="sample">Landmarks of people whom the model was not learned from.</param>
    /// <param name="isotonicFrom">From how many landmarks on the curve is free.</param>
    internal static ProbabilityCalibration? Fit(CalibrationSample sample, int isotonicFrom) =>
        sample.Count >= isotonicFrom && Math.Min(sample.Positives, sample.Count - sample.Positives) >= LeastOfEachKind
            ? IsotonicRegression.Fit(sample)
            : PlattScaling.Fit(sample);
}
