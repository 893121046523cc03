namespace PersonaGrain.Predictions;

/// <summary>Scores of a customer, each 1 (worst) to 5 (best).</summary>
/// <param name="Recency">How lately they bought.</param>
/// <param name="Frequency">How often.</param>
/// <param name="Monetary">For how much.</param>
public readonly record struct RfmScore(int Recency, int Frequency, int Monetary)
{
    /// <summary>The three as one number, such as 354.</summary>
    public int Code => (100 * Recency) + (10 * Frequency) + Monetary;
}
