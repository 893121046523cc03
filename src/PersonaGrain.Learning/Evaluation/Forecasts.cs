namespace PersonaGrain.Learning.Evaluation;

/// <summary>What was foretold of landmarks, and what came.</summary>
/// <param name="Scores">What they are ranked by: the greater, the likelier.</param>
/// <param name="Probabilities">The probability told; above 0 and below 1.</param>
/// <param name="Occurred">Whether the outcome followed.</param>
/// <param name="People">Whose landmark it is.</param>
public sealed record Forecasts(double[] Scores, double[] Probabilities, bool[] Occurred, ulong[] People)
{
    /// <summary>How many landmarks.</summary>
    public int Count => Occurred.Length;

    /// <summary>How many the outcome followed.</summary>
    public int Positives { get; } = Occurred.Count(static one => one);

    /// <summary>−ln of the probability given to what came, landmark by landmark.</summary>
    public double[] Losses() =>
        [.. Probabilities.Zip(Occurred, static (probability, occurred) => -Math.Log(occurred ? probability : 1 - probability))];
}
