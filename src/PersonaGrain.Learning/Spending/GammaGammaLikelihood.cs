using PersonaGrain.Learning.Fitting;
using static MathNet.Numerics.SpecialFunctions;

namespace PersonaGrain.Learning.Spending;

/// <summary>
/// ln Γ(px+q)/(Γ(px) Γ(q)) + q ln v + (px−1) ln z̄ + px ln x − (px+q) ln(x z̄ + v), summed over customers (Fader and Hardie 2013, equation 1a). The
/// histories are
/// ordered by x, so that gamma functions are computed once for each.
/// </summary>
internal sealed class GammaGammaLikelihood(WeightedSpend[] histories) : ILikelihood
{
    /// <inheritdoc />
    public IReadOnlyList<string> ParameterNames => GammaGammaModel.ParameterNames;

    /// <inheritdoc />
    public double Observations { get; } = histories.Sum(static one => (double)one.Customers);

    /// <inheritdoc />
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var (p, q, v) = (parameters[0], parameters[1], parameters[2]);
        var (sum, byP, byQ, byV, started) = (0.0, 0.0, 0.0, 0.0, 0);
        var (gammas, digammaByP, digammaByQ) = (0.0, 0.0, 0.0);
        foreach (var ((purchases, mean), customers) in histories)
        {
            var shape = p * purchases;
            if (purchases != started)
            {
                started = purchases;
                gammas = GammaLn(shape + q) - GammaLn(shape) - GammaLn(q) + (q * Math.Log(v));
                (digammaByP, digammaByQ) = (DiGamma(shape + q) - DiGamma(shape), DiGamma(shape + q) - DiGamma(q));
            }

            var (logMean, logCount, total) = (Math.Log(mean), Math.Log(purchases), (purchases * mean) + v);
            var logTotal = Math.Log(total);
            sum += customers * (gammas + ((shape - 1) * logMean) + (shape * logCount) - ((shape + q) * logTotal));
            byP += customers * purchases * (digammaByP + logMean + logCount - logTotal);
            byQ += customers * (digammaByQ + Math.Log(v) - logTotal);
            byV += customers * ((q / v) - ((shape + q) / total));
        }

        (gradient[0], gradient[1], gradient[2]) = (byP, byQ, byV);
        return sum;
    }
}
