using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Purchases;

/// <summary>The log-likelihood of many customers.</summary>
internal sealed class PurchaseLikelihood(PurchaseModelKind kind, WeightedHistory[] histories) : ILikelihood
{
    /// <inheritdoc />
    public IReadOnlyList<string> ParameterNames => kind.ParameterNames;

    /// <inheritdoc />
    public double Observations { get; } = histories.Sum(static one => (double)one.Customers);

    /// <inheritdoc />
    /// <remarks>O(different histories). Gamma functions are computed once for each different x.</remarks>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        gradient.Clear();
        var terms = kind.Terms(parameters);
        var (sum, started) = (0.0, -1);
        foreach (ref readonly var one in histories.AsSpan())
        {
            if (one.History.Frequency != started)
            {
                started = one.History.Frequency;
                terms.Start(started);
            }

            sum += one.Customers * terms.Add(one.History.Recency, one.History.Age, one.Customers, gradient);
        }

        return sum;
    }
}
