using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population;

/// <summary>What is to be learned of the scores of a catalog.</summary>
internal static class LearnedScores
{
    /// <summary>
    /// Each score with an outcome. Where the catalog has learned weights beside numbers, these are pinned; where it has numbers alone, all are learned
    /// beside them.
    /// </summary>
    internal static IEnumerable<LearnedScore> Of(Catalog catalog, Instant? since) =>
        catalog.PredictedScores.Select(score => new LearnedScore
        {
            Score = score.Name,
            Outcome = score.Outcome,
            Features = score.Features,
            Measures = [.. score.Measures.Select(static one => one.Measure)],
            HandWritten = [.. score.Measures.Select(static one => one.Weight)],
            Pinned = [.. score.Measures.Select(one => score.LearnsWeights && !one.IsLearned ? one.Weight : (double?)null)],
            Horizon = score.Horizon,
            MayApply = score.LearnsWeights,
            Since = since,
        });
}
