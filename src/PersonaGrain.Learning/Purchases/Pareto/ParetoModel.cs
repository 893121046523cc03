using MathNet.Numerics;
using PersonaGrain.Learning.Fitting;
using PersonaGrain.Predictions;

namespace PersonaGrain.Learning.Purchases.Pareto;

/// <summary>
/// Pareto/NBD: while alive a customer buys at a rate that is Gamma(r, α) over customers, and stops at a rate that is Gamma(s, β) over customers.
/// </summary>
/// <remarks>What profiles are evaluated by too is <see cref="ParetoNbd"/>; here is what only a fit needs.</remarks>
internal sealed class ParetoModel(double r, double alpha, double s, double beta) : IPurchaseModel
{
    private readonly ParetoNbd _customers = new(r, alpha, s, beta);

    /// <inheritdoc />
    public IReadOnlyList<FittedParameter> Parameters => [new("r", r), new("alpha", alpha), new("s", s), new("beta", beta)];

    /// <inheritdoc />
    public double LogLikelihood(PurchaseHistory history)
    {
        var terms = new ParetoTerms([r, alpha, s, beta]);
        terms.Start(history.Frequency);
        return terms.Add(history.Recency, history.Age, 1, stackalloc double[4]);
    }

    /// <inheritdoc />
    public double ProbabilityAlive(PurchaseHistory history) => _customers.ProbabilityAlive(history.Frequency, history.Recency, history.Age);

    /// <inheritdoc />
    public double ExpectedPurchases(PurchaseHistory history, double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        return _customers.ExpectedPurchases(history.Frequency, history.Recency, history.Age, time);
    }

    /// <inheritdoc />
    public double ExpectedPurchases(double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        return _customers.ExpectedOfNew(time);
    }

    /// <inheritdoc />
    public double Probability(int purchases, double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(purchases);
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        var stays = Math.Exp(-s * SpecialFunctions.Log1p(time / beta));
        var sum = stays * NegativeBinomial.Within(r, alpha, time).Probability(purchases);

        // Those who stopped at τ: over ln(m + τ), with m the smaller of α and β, the integrand is smooth on the scale of 1 and of 1/n.
        var least = Math.Min(alpha, beta);
        var (from, to) = (Math.Log(least), Math.Log(least + time));
        var panels = (int)Math.Ceiling((to - from) * Math.Max(4, Math.Max(s, Math.Sqrt(purchases))));
        for (var panel = 0; panel < panels; panel++)
        {
            var width = (to - from) / panels;
            for (var index = 0; index < Quadrature.Points.Length; index++)
            {
                var moved = Math.Exp(from + ((panel + 0.5 + (Quadrature.Points[index] / 2)) * width));
                var stopped = Math.Max(0, moved - least);
                var density = s / (beta + stopped) * Math.Exp(-s * SpecialFunctions.Log1p(stopped / beta));
                sum += Quadrature.Weights[index] * width / 2 * moved * density * NegativeBinomial.Within(r, alpha, stopped).Probability(purchases);
            }
        }

        return sum;
    }
}
