namespace PersonaGrain.Population.Outcomes;

/// <summary>The probability of an outcome within the horizon.</summary>
/// <param name="Probability">It.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
public readonly record struct ProbabilityEstimate(double Probability, double Low, double High);
