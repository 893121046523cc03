using System.Globalization;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Scoring;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Inspect;

/// <summary>Says what the population says of a score beside its points.</summary>
internal static class PredictionText
{
    /// <summary>Writes it, a line each.</summary>
    public static void Write(PersonaConsole console, ScoreExplanation score)
    {
        if (score.Prediction?.Probability is { } probability)
        {
            var of = $"{score.Learning?.Outcome} within {DurationText.Format(score.Prediction.Horizon)}";
            console.Answer($"  {of}: {Percent(probability.Probability)}, with 95 % confidence {Percent(probability.Low)} to {Percent(probability.High)}");
        }

        if (score.Prediction?.Percentile is { } percentile)
        {
            console.Answer(string.Create(CultureInfo.InvariantCulture, $"  higher than that of {percentile.Value:0.#} of 100 people{(score.Similarity is null ? string.Empty : " outside it")}, ± {percentile.Error:0.#}"));
        }

        if (score.Similarity is { } similarity)
        {
            console.Answer($"  alike to {similarity.Seed}: {score.AlikeText}");
        }

        foreach (var note in score.Learning?.Notes ?? score.Similarity?.Notes ?? [])
        {
            console.Answer($"  {note}");
        }
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
