using PersonaGrain.Learning.Calibration;
using PersonaGrain.Learning.Evaluation;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Outcomes;

/// <summary>Judges weights by the people held back, beside what is in force and beside the base rate.</summary>
internal static class OutcomeEvaluation
{
    /// <summary>The quality; null where the hand-written weights can not be calibrated for comparison.</summary>
    internal static OutcomeQuality? Of(
        LearnedScore score, LearningData data, WeightFit fit, ProbabilityCalibration calibration, OutcomeModel? applied, LearningSettings settings)
    {
        var heldBack = data[PersonPart.HoldBack];
        if (InForce(score, data, applied, settings) is not { } inForce)
        {
            return null;
        }

        var forecasts = ModelForecasts.Of(heldBack, fit.Bias, fit.Weights, calibration);
        var share = data[PersonPart.Train].Concat(data[PersonPart.Calibrate]).Average(static one => one.Occurred ? 1.0 : 0);
        var (losses, bins, ranking) = (forecasts.Losses(), Reliability.Of(forecasts), RankingQuality.Of(forecasts));
        return new OutcomeQuality
        {
            Examples = data.All.Length,
            People = LearningData.People(data.All),
            Positives = data.All.Count(static one => one.Occurred),
            LeftOut = data.LeftOut,
            HeldBack = heldBack.Length,
            HeldBackPeople = LearningData.People(heldBack),
            HeldBackPositives = forecasts.Positives,
            LogLoss = losses.Average(),
            InForce = LossGain.Of(losses, inForce.Losses(), forecasts.People),
            BaseRate = LossGain.Of(losses, ModelForecasts.OfShare(heldBack, share).Losses(), forecasts.People),
            Auc = ranking.Auc,
            AucLow = ranking.Low,
            AucHigh = ranking.High,
            CalibrationError = Reliability.Error(bins),
            Reliability = bins,
        };
    }

    /// <summary>Whether weights are clearly better than an earlier model on the people held back.</summary>
    internal static bool IsBetter(LearningData data, OutcomeModel model, OutcomeModel than)
    {
        var heldBack = data[PersonPart.HoldBack];
        var (ours, theirs) = (ModelForecasts.Of(heldBack, model), ModelForecasts.Of(heldBack, than));
        return LossGain.Of(ours.Losses(), theirs.Losses(), ours.People).IsClear;
    }

    /// <summary>
    /// The applied model as it is; else the hand-written weights, calibrated on the same people in the same way as the learned ones, so that what is
    /// compared are the weights.
    /// </summary>
    private static Forecasts? InForce(LearnedScore score, LearningData data, OutcomeModel? applied, LearningSettings settings)
    {
        var heldBack = data[PersonPart.HoldBack];
        if (applied is not null)
        {
            return ModelForecasts.Of(heldBack, applied);
        }

        return Calibrator.Fit(ModelForecasts.Sample(data[PersonPart.Calibrate], 0, score.HandWritten), settings.IsotonicFrom) is { } calibration
            ? ModelForecasts.Of(heldBack, 0, score.HandWritten, calibration)
            : null;
    }
}
