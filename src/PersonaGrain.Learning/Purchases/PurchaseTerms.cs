namespace PersonaGrain.Learning.Purchases;

/// <summary>The log-likelihood of single histories under given parameters, with its gradient.</summary>
internal abstract class PurchaseTerms
{
    /// <summary>Computes what depends on x alone, for the histories that follow.</summary>
    public abstract void Start(int frequency);

    /// <summary>The log-likelihood of a history with the x that was started.</summary>
    /// <param name="recency">t_x.</param>
    /// <param name="age">T.</param>
    /// <param name="weight">How many customers have it; the gradient is multiplied by it, the result is not.</param>
    /// <param name="gradient">The derivatives by each parameter are added to it.</param>
    public abstract double Add(double recency, double age, double weight, Span<double> gradient);
}
