using PersonaGrain.Catalogs.Compilation;

namespace PersonaGrain.Catalogs;

/// <summary>A score that predicts an outcome, as it is compiled: what its weights can be learned from.</summary>
/// <param name="Name">The score.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Horizon">Within what.</param>
/// <param name="Features">A fingerprint of what learned weights depend on.</param>
/// <param name="Measures">Its measures, in the order in which landmarks have their relevances; the weight is 1 where it is learned.</param>
public sealed record PredictedScore(
    string Name, string Outcome, TimeSpan Horizon, ulong Features, IReadOnlyList<(string Measure, double Weight, bool IsLearned)> Measures)
{
    /// <summary>Whether the catalog has any weight learned.</summary>
    public bool LearnsWeights => Measures.Any(static one => one.IsLearned);

    internal static PredictedScore? Of(ScoreShape score) => score.Outcome is not { } outcome ? null : new PredictedScore(
        score.Name, outcome, score.Horizon, score.Features, Array.ConvertAll(score.Terms, static term => (term.Measure, term.Weight, term.IsLearned)));
}
