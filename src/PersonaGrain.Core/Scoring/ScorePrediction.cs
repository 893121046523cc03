using PersonaGrain.Population.Outcomes;
using PersonaGrain.Population.Scores;

namespace PersonaGrain.Scoring;

/// <summary>What the population says of a score beside its points.</summary>
/// <param name="Probability">That the outcome comes within <paramref name="Horizon"/>, as of now; null where it was not learned.</param>
/// <param name="Horizon">Within what.</param>
/// <param name="Percentile">Where the score stands among those of all people at the last census; null where nobody was counted.</param>
public sealed record ScorePrediction(ProbabilityEstimate? Probability, TimeSpan Horizon, ScorePercentile? Percentile);
