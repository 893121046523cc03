using MathNet.Numerics;
using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Purchases.BetaGeometric;

/// <summary>
/// BG/NBD or MBG/NBD: while alive a customer buys at a rate that is Gamma(r, α) over customers, and stops after a purchase with a probability that is
/// Beta(a, b) over customers.
/// </summary>
/// <remarks>What profiles are evaluated by too is <see cref="Predictions.BetaGeometric"/>; here is what only a fit needs.</remarks>
internal sealed class BetaGeometricModel(BetaGeometricKind kind, double r, double alpha, double a, double b) : IPurchaseModel
{
    private readonly Predictions.BetaGeometric _customers = new(r, alpha, a, b, kind.StopsAtFirst);

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
    public double ProbabilityAlive(PurchaseHistory history) => _customers.ProbabilityAlive(history.Frequency, history.Recency, history.Age);

    /// <inheritdoc />
    public double ExpectedPurchases(PurchaseHistory history, double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        var expected = _customers.ExpectedPurchases(history.Frequency, history.Recency, history.Age, time);
        return double.IsNaN(expected) ? throw new ArithmeticException("the time asked for is too long for the time that was observed") : expected;
    }

    /// <inheritdoc />
    public double ExpectedPurchases(double time) => ExpectedPurchases(default, time);

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

    private static double LogBeta(double one, double other) =>
        SpecialFunctions.GammaLn(one) + SpecialFunctions.GammaLn(other) - SpecialFunctions.GammaLn(one + other);
}
