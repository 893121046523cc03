using PersonaGrain.Learning.Calibration;
using PersonaGrain.Learning.Evaluation;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Learning.Outcomes;

/// <summary>Forecasts of one and the same landmarks by the models that are compared.</summary>
internal static class ModelForecasts
{
    /// <summary>By bias, weights and their calibration.</summary>
    internal static Forecasts Of(OutcomeExample[] examples, double bias, double[] weights, ProbabilityCalibration calibration)
    {
        var scores = LogOdds(examples, bias, weights);
        return Of(examples, scores, Array.ConvertAll(scores, calibration.Probability));
    }

    /// <summary>By an earlier model, as it was.</summary>
    internal static Forecasts Of(OutcomeExample[] examples, OutcomeModel model) =>
        Of(examples, model.Bias, model.Weights, model.Calibration);

    /// <summary>By the share of those before, whoever it is.</summary>
    internal static Forecasts OfShare(OutcomeExample[] examples, double share) =>
        Of(examples, new double[examples.Length], [.. Enumerable.Repeat(share, examples.Length)]);

    /// <summary>What bias and weights say of landmarks, and what came.</summary>
    internal static CalibrationSample Sample(OutcomeExample[] examples, double bias, double[] weights) => new(
        LogOdds(examples, bias, weights),
        Array.ConvertAll(examples, static one => one.Occurred),
        Array.ConvertAll(examples, static one => one.Person));

    private static Forecasts Of(OutcomeExample[] examples, double[] scores, double[] probabilities) => new(
        scores,
        Array.ConvertAll(probabilities, static one => Math.Clamp(one, 1e-12, 1 - 1e-12)),
        Array.ConvertAll(examples, static one => one.Occurred),
        Array.ConvertAll(examples, static one => one.Person));

    private static double[] LogOdds(OutcomeExample[] examples, double bias, double[] weights) => Array.ConvertAll(examples, example =>
    {
        var sum = bias;
        for (var index = 0; index < weights.Length; index++)
        {
            sum += weights[index] * example.Relevances[index];
        }

        return sum;
    });
}
