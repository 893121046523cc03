using static MathNet.Numerics.SpecialFunctions;

namespace PersonaGrain.Learning.Purchases.BetaGeometric;

/// <summary>
/// The log-likelihood of BG/NBD (Fader, Hardie and Lee 2005, equation 6) and of MBG/NBD (Batislam, Denizel and Filiztekin 2007), where k is the
/// number of
/// chances to stop that the customer had:
/// ln Γ(r+x)/Γ(r) + r ln α + ln B(a, b+k)/B(a, b) + ln( (α+T)^−(r+x) + [k > 0] a/(b+k−1) (α+t_x)^−(r+x) ).
/// </summary>
internal sealed class BetaGeometricTerms : PurchaseTerms
{
    private readonly BetaGeometricKind _kind;
    private readonly double _r;
    private readonly double _alpha;
    private readonly double _a;
    private readonly double _b;
    private readonly double _logAlpha;

    // What depends on x alone: r + x, the logarithm of the factors before the sum, and its derivatives.
    private double _shape;
    private double _factor;
    private double _byR;
    private double _byA;
    private double _byB;

    // a / (b + k − 1), the odds of having stopped at the last purchase; 0 where there was no chance.
    private double _odds;
    private double _logOdds;
    private double _oddsByB;

    public BetaGeometricTerms(BetaGeometricKind kind, ReadOnlySpan<double> parameters)
    {
        _kind = kind;
        (_r, _alpha, _a, _b) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        _logAlpha = Math.Log(_alpha);
    }

    /// <inheritdoc />
    public override void Start(int frequency)
    {
        var chances = _kind.Chances(frequency);
        _shape = _r + frequency;
        _factor = GammaLn(_shape) - GammaLn(_r) + (_r * _logAlpha) + GammaLn(_b + chances) - GammaLn(_b)
            + GammaLn(_a + _b) - GammaLn(_a + _b + chances);
        _byR = DiGamma(_shape) - DiGamma(_r) + _logAlpha;
        _byA = DiGamma(_a + _b) - DiGamma(_a + _b + chances);
        _byB = DiGamma(_b + chances) - DiGamma(_b) + _byA;
        _odds = chances > 0 ? _a / (_b + chances - 1) : 0;
        _logOdds = Math.Log(_odds);
        _oddsByB = chances > 0 ? 1 / (_b + chances - 1) : 0;
    }

    /// <inheritdoc />
    public override double Add(double recency, double age, double weight, Span<double> gradient)
    {
        var (logAge, logRecency) = (Math.Log(_alpha + age), Math.Log(_alpha + recency));

        // Relative to the first summand, so that nothing leaves the range of doubles.
        var stopped = _odds > 0 ? Math.Exp(Math.Min(700, _logOdds + (_shape * (logAge - logRecency)))) : 0;
        var (alive, gone) = (1 / (1 + stopped), stopped / (1 + stopped));
        gradient[0] += weight * (_byR - (alive * logAge) - (gone * logRecency));
        gradient[1] += weight * ((_r / _alpha) - (_shape * ((alive / (_alpha + age)) + (gone / (_alpha + recency)))));
        gradient[2] += weight * (_byA + (gone / _a));
        gradient[3] += weight * (_byB - (gone * _oddsByB));
        return _factor - (_shape * logAge) + LogOnePlus(stopped, _logOdds + (_shape * (logAge - logRecency)));
    }

    private static double LogOnePlus(double value, double logarithm) => logarithm > 40 ? logarithm : Log1p(value);
}
