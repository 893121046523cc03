using MathNet.Numerics;
using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Purchases.BetaGeometric;

/// <summary>
/// BG/NBD or MBG/NBD: while alive a customer buys at a rate that is Gamma(r, α) over customers, and stops after a purchase with a probability that is
/// Beta(a, b) over customers.
/// </summary>
/// <remarks>
/// The published expectations hold (a + b + k − 1)/(a − 1) [1 − … ₂F₁(…)], which is 0/0 at a = 1 and loses digits around it. Here the same is summed
/// as
/// Σ P(N = n) · E[purchases that count of n], all terms positive: n purchases would be made if the customer never stopped, and the j-th of them
/// counts
/// where the customer did not stop before.
/// </remarks>
internal sealed class BetaGeometricModel(BetaGeometricKind kind, double r, double alpha, double a, double b) : IPurchaseModel
{
    /// <inheritdoc />
    public IReadOnlyList<FittedParameter> Parameters => [new("r", r), new("alpha", alpha), new("a", a), new("b", b)];

    /// <inheritdoc />
    public double LogLikelihood(PurchaseHistory history)
    {
        var terms = new BetaGeometricTerms(kind, [r, alpha, a, b]);
        terms.Start(history.Frequency);
        return terms.Add(history.Recency, history.Age, 1, stackalloc double[4]);
    }

    /// <inheritdoc />
    public double ProbabilityAlive(PurchaseHistory history)
    {
        var chances = kind.Chances(history.Frequency);
        if (chances == 0)
        {
            return 1;
        }

        var logOdds = Math.Log(a) - Math.Log(b + chances - 1)
            + ((r + history.Frequency) * (Math.Log(alpha + history.Age) - Math.Log(alpha + history.Recency)));
        return 1 / (1 + Math.Exp(logOdds));
    }

    /// <inheritdoc />
    public double ExpectedPurchases(PurchaseHistory history, double time) =>
        ProbabilityAlive(history) * Counted(r + history.Frequency, alpha + history.Age, b + kind.Chances(history.Frequency), time);

    /// <inheritdoc />
    public double ExpectedPurchases(double time) => ProbabilityAlive(new PurchaseHistory(0, 0, 0)) * Counted(r, alpha, b + kind.Chances(0), time);

    /// <inheritdoc />
    public double Probability(int purchases, double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(purchases);
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        var chances = kind.Chances(purchases);
        var bought = NegativeBinomial.Within(r, alpha, time);
        var goesOn = Math.Exp(LogBeta(a, b + chances) - LogBeta(a, b)) * bought.Probability(purchases);
        return chances == 0 ? goesOn : goesOn + (Math.Exp(LogBeta(a + 1, b + chances - 1) - LogBeta(a, b)) * bought.AtLeast(purchases));
    }

    private double Counted(double shape, double rate, double goesOn, double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        var (counts, nth) = (0.0, 1.0);
        return NegativeBinomial.Within(shape, rate, time).Expect(n =>
        {
            // Σ over j < n of the probability of going on after j purchases, (b+k)_j / (a+b+k)_j.
            if (n > 0)
            {
                counts += nth;
                nth *= (goesOn + n - 1) / (a + goesOn + n - 1);
            }

            return counts;
        });
    }

    private static double LogBeta(double one, double other) =>
        SpecialFunctions.GammaLn(one) + SpecialFunctions.GammaLn(other) - SpecialFunctions.GammaLn(one + other);
}
