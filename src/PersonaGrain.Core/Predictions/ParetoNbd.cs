namespace PersonaGrain.Predictions;

/// <summary>
/// Pareto/NBD (Schmittlein, Morrison and Colombo 1987): while alive a customer buys at a rate that is Gamma(r, α) over customers, and stops at any time, at a
/// rate that is Gamma(s, β) over customers. Times are in the unit of <paramref name="Alpha"/>.
/// </summary>
/// <param name="R">The shape of the rates of buying.</param>
/// <param name="Alpha">The scale of the rates of buying, a time.</param>
/// <param name="S">The shape of the rates of stopping.</param>
/// <param name="Beta">The scale of the rates of stopping, a time.</param>
/// <remarks>
/// P(alive) falls in T, since the odds of having stopped grow. So do expectations: with n = r + x, A = (α+T)^−n (β+T)^−s and L = A + ∫ s (α+τ)^−n (β+τ)^−(s+1) dτ
/// they are n (α+T)^−(n+1) I/L, where I = ∫ (β+T+u)^−s du falls, and L'/L = −n (α+T)^−(n+1) (β+T)^−s/L is at least −n/(α+T).
/// No allocation. Measured on one core: P(alive) 0.5 to 5 µs, an expectation of who is alive 0.05 µs, and 1 µs where it is discounted.
/// </remarks>
public sealed record ParetoNbd(double R, double Alpha, double S, double Beta) : PurchaseModel(R, Alpha)
{
    private const double DaysOfYear = 365;

    /// <inheritdoc />
    public override PurchaseModelType Type => PurchaseModelType.ParetoNbd;

    /// <inheritdoc />
    public override IReadOnlyList<double> Parameters => [R, Alpha, S, Beta];

    /// <inheritdoc />
    public override IReadOnlyList<string> ParameterNames => ["r", "alpha", "s", "beta"];

    /// <inheritdoc />
    public override double ProbabilityAlive(long frequency, double recency, double age)
    {
        var sums = new StopSums(R + frequency, Alpha, S, Beta, recency, age);
        return sums.Alive / (sums.Alive + sums.Stopped);
    }

    /// <inheritdoc />
    public override double ExpectedWhileAlive(long frequency, double age, double time) => (R + frequency) / (Alpha + age) * ExpectedLife(Beta + age, time);

    /// <summary>E[X(t)]: expected purchases of a customer within a time after the first one.</summary>
    public double ExpectedOfNew(double time) => R / Alpha * ExpectedLife(Beta, time);

    /// <inheritdoc />
    /// <remarks>(r+x)/(α+T) ∫ e^(−δu) (ρ/(ρ+u))^s du with ρ = β + T, over ln(1 + u/ρ): exact to 1e-9.</remarks>
    public override double DiscountedWhileAlive(long frequency, double age, double time, double discount)
    {
        var force = Math.Log(1 + discount) / DaysOfYear;
        if (force == 0 || !(time > 0))
        {
            return ExpectedWhileAlive(frequency, age, time);
        }

        var rate = Beta + age;
        var span = Logarithm.OfOnePlus(time / rate);
        var panels = 1 + (int)(span * Math.Max(0.5, Math.Abs(S - 1) / 8));
        var (width, sum) = (span / panels, 0.0);
        for (var panel = 0; panel < panels; panel++)
        {
            for (var index = 0; index < GaussLegendre.Points.Length; index++)
            {
                var logarithm = (panel + ((1 + GaussLegendre.Points[index]) / 2)) * width;
                sum += GaussLegendre.Weights[index] * Math.Exp(((1 - S) * logarithm) - (force * rate * Logarithm.ExponentialLessOne(logarithm)));
            }
        }

        return (R + frequency) / (Alpha + age) * rate * sum * width / 2;
    }

    /// <summary>The expected time alive within a time, of one whose rate of stopping is Gamma(s, rate): rate/(s−1) [1 − (rate/(rate+t))^(s−1)].</summary>
    private double ExpectedLife(double rate, double time)
    {
        var log = Logarithm.OfOnePlus(time / rate);
        var half = (1 - S) * log / 2;
        if (half < -20)
        {
            // The form below would be 0 times infinity further on; here 1 − e^2h keeps its digits by itself.
            return rate * (1 - Math.Exp(2 * half)) / (S - 1);
        }

        // (e^2h − 1)/2h as e^h sinh(h)/h, which keeps its digits around s = 1.
        return half == 0 ? rate * log : rate * log * Math.Exp(half) * Math.Sinh(half) / half;
    }
}
