namespace PersonaGrain.Predictions;

/// <summary>
/// Expected purchases within a time of a customer who is alive: the rate is Gamma(shape, rate), and after each purchase the customer stops with a
/// probability that is Beta(a, b′).
/// </summary>
/// <remarks>
/// Published is c/(a−1) [1 − (1−z)^s ₂F₁(s, b′; c; z)] with s the shape, c = a + b′ − 1 and z = t/(rate + t): 0/0 at a = 1, and a slow series. Euler's
/// transformation makes it (1−z)^(a−1) ₂F₁(c−s, a−1; c; z), where a − 1 is a factor of all but the first term, so that it cancels:
/// c [1 − (1−z)^(a−1)]/(a−1) − (1−z)^(a−1) Σ (c−s)ₙ (a)ₙ₋₁ / ((c+1)ₙ₋₁ n!) zⁿ. For many purchases c − s stays small, since x is in both, and ten terms do.
/// Where the two cancel each other, the sum of positive terms Σ P(N = n) · E[purchases that count of n] is taken. Both are exact to 1e-12.
/// </remarks>
internal static class CountedPurchases
{
    private const int MostTerms = 20_000;
    private const int MostPositiveTerms = 5_000_000;
    private const double Cancelled = 1e3;

    /// <summary>The expectation; not a number where it would take too many terms.</summary>
    internal static double Expected(double shape, double rate, double a, double goesOn, double time)
    {
        if (!(time > 0))
        {
            return 0;
        }

        var (share, logRest) = (time / (rate + time), -Logarithm.OfOnePlus(time / rate));
        var (expected, size) = Transformed(shape, a, goesOn, share, logRest);
        return size <= Cancelled * expected ? expected : Positive(shape, a, goesOn, share, logRest);
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

    private static double Positive(double shape, double a, double goesOn, double share, double logRest)
    {
        const double large = 1e200;
        var (weight, logScale, sum, counts, nth) = (1.0, shape * logRest, 0.0, 0.0, 1.0);
        for (var n = 0; n < MostPositiveTerms; n++)
        {
            if (n > 0)
            {
                // The sum over j < n of the probability of going on after j purchases, (b′)ⱼ / (a+b′)ⱼ.
                counts += nth;
                nth *= (goesOn + n - 1) / (a + goesOn + n - 1);
            }

            var term = weight * counts;
            sum += term;
            var ratio = (shape + n) / (n + 1) * share;
            weight *= ratio;
            if (weight > large)
            {
                (weight, sum, logScale) = (weight / large, sum / large, logScale + Math.Log(large));
            }

            // Behind the mode terms shrink at least by this factor each.
            var shrink = ratio * (n + 2) / (n + 1);
            if (n > 0 && shrink < 1 && term * shrink / (1 - shrink) <= 1e-16 * sum)
            {
                return Math.Exp(logScale + Math.Log(sum));
            }
        }

        return double.NaN;
    }
}
