namespace PersonaGrain.Predictions;

/// <summary>
/// Expected purchases within a time of a customer who is alive: the rate is Gamma(shape, rate), and after each purchase the customer stops with a
/// probability that is Beta(a, b′).
/// </summary>
/// <remarks>
/// Published is c/(a−1) [1 − (1−z)^s ₂F₁(s, b′; c; z)] with s the shape, c = a + b′ − 1 and z = t/(rate + t): 0/0 at a = 1, and a slow series. Euler's
/// transformation makes it (1−z)^(a−1) ₂F₁(c−s, a−1; c; z), where a − 1 is a factor of all but the first term, so that it cancels:
/// c [1 − (1−z)^(a−1)]/(a−1) − (1−z)^(a−1) Σ (c−s)ₙ (a)ₙ₋₁ / ((c+1)ₙ₋₁ n!) zⁿ. For many purchases c − s stays small, since x is in both, and ten terms do.
/// That is exact to 1e-12. Where it would take more than <see cref="MostTerms"/> terms, as where the time is tens of times the one that was observed, or
/// where the two cancel each other, <see cref="StopQuadrature"/> is taken, which is exact to 1e-9.
/// </remarks>
internal static class CountedPurchases
{
    private const int MostTerms = 400;
    private const double MostShare = 0.9;
    private const double Cancelled = 1e3;

    /// <summary>The expectation.</summary>
    internal static double Expected(double shape, double rate, double a, double goesOn, double time)
    {
        if (!(time > 0))
        {
            return 0;
        }

        var share = time / (rate + time);
        if (share <= MostShare)
        {
            var (expected, size) = Transformed(shape, a, goesOn, share, -Logarithm.OfOnePlus(time / rate));
            if (size <= Cancelled * expected)
            {
                return expected;
            }
        }

        return new StopQuadrature(shape, a, goesOn, time / rate, stackalloc double[StopQuadrature.Space]).Expected(time / rate);
    }

    /// <summary>By Euler's transformation: the value, and how large what it is the difference of is; not a number where the series is too slow.</summary>
    private static (double Value, double Size) Transformed(double shape, double a, double goesOn, double share, double logRest)
    {
        var (c, power) = (a + goesOn - 1, Math.Exp((a - 1) * logRest));
        var whole = c * (a == 1 ? -logRest : -Logarithm.ExponentialLessOne((a - 1) * logRest) / (a - 1));
        var (term, sum, size) = ((c - shape) * share, 0.0, Math.Abs(whole));
        for (var n = 1; n < MostTerms; n++)
        {
            sum += term;
            size += power * Math.Abs(term);
            var ratio = (c - shape + n) * (a + n - 1) / ((c + n) * (n + 1)) * share;
            term *= ratio;

            // From here on the terms shrink at least as a geometric series does, or they are all zero.
            if (Math.Abs(ratio) < 1 && n > shape - c && Math.Abs(term) * power <= 1e-17 * (1 - Math.Max(Math.Abs(ratio), share)) * size)
            {
                return (whole - (power * sum), size);
            }
        }

        return (double.NaN, double.NaN);
    }
}
