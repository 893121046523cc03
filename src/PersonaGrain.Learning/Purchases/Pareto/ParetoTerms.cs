using PersonaGrain.Predictions;
using static MathNet.Numerics.SpecialFunctions;

namespace PersonaGrain.Learning.Purchases.Pareto;

/// <summary>
/// The log-likelihood of Pareto/NBD (Schmittlein, Morrison and Colombo 1987), as the sum over when the customer stopped:
/// ln Γ(r+x)/Γ(r) + r ln α + s ln β + ln( (α+T)^−(r+x) (β+T)^−s + ∫ from t_x to T of s (α+τ)^−(r+x) (β+τ)^−(s+1) dτ ).
/// </summary>
/// <remarks>The derivatives of the published form, a difference of two ₂F₁, have no closed form; those of the integral are integrals over the same points.</remarks>
internal sealed class ParetoTerms : PurchaseTerms
{
    private readonly double _r;
    private readonly double _alpha;
    private readonly double _s;
    private readonly double _beta;
    private double _shape;
    private double _factor;
    private double _byR;

    public ParetoTerms(ReadOnlySpan<double> parameters) => (_r, _alpha, _s, _beta) = (parameters[0], parameters[1], parameters[2], parameters[3]);

    /// <inheritdoc />
    public override void Start(int frequency)
    {
        _shape = _r + frequency;
        _factor = GammaLn(_shape) - GammaLn(_r) + (_r * Math.Log(_alpha)) + (_s * Math.Log(_beta));
        _byR = DiGamma(_shape) - DiGamma(_r) + Math.Log(_alpha);
    }

    /// <inheritdoc />
    public override double Add(double recency, double age, double weight, Span<double> gradient)
    {
        var sums = new StopSums(_shape, _alpha, _s, _beta, recency, age);
        var total = sums.Alive + sums.Stopped;
        var (logAlpha, logBeta) = (Math.Log(_alpha + age), Math.Log(_beta + age));
        gradient[0] += weight * (_byR - (((sums.Alive * logAlpha) + sums.ByLogAlpha) / total));
        gradient[1] += weight * ((_r / _alpha) - (_shape * ((sums.Alive / (_alpha + age)) + sums.ByAlpha) / total));
        gradient[2] += weight * (Math.Log(_beta) + (((sums.Stopped / _s) - (sums.Alive * logBeta) - sums.ByLogBeta) / total));
        gradient[3] += weight * ((_s / _beta) - (((_s * sums.Alive / (_beta + age)) + ((_s + 1) * sums.ByBeta)) / total));
        return _factor + sums.LogScale + Math.Log(total);
    }
}
