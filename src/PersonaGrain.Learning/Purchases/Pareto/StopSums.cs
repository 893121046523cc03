namespace PersonaGrain.Learning.Purchases.Pareto;

/// <summary>
/// The two summands of Pareto/NBD's likelihood, still alive at T and stopped before, and the weighted sums that their derivatives need. All are
/// divided by
/// exp(<see cref="LogScale"/>), so that none leaves the range of doubles.
/// </summary>
internal readonly ref struct StopSums
{
    public StopSums(double shape, double alpha, double s, double beta, double recency, double age)
    {
        var (logAlpha, logBeta) = (Math.Log(alpha + recency), Math.Log(beta + recency));
        LogScale = -(shape * logAlpha) - (s * logBeta);
        Alive = Math.Exp(-LogScale - (shape * Math.Log(alpha + age)) - (s * Math.Log(beta + age)));

        // In u = ln(m + τ), with m the smaller of α and β, the integrand changes on the scale of 1/(r+x+s) everywhere.
        var least = Math.Min(alpha, beta);
        var (from, to) = (Math.Log(least + recency), Math.Log(least + age));
        var panels = (int)Math.Ceiling((to - from) * Math.Max(1.5, (shape + s) / 5));
        var width = panels == 0 ? 0 : (to - from) / panels;
        for (var panel = 0; panel < panels; panel++)
        {
            var (middle, before) = (from + ((panel + 0.5) * width), Stopped);
            for (var index = 0; index < Quadrature.Points.Length; index++)
            {
                var moved = Math.Exp(middle + (width / 2 * Quadrature.Points[index]));
                var (withAlpha, withBeta) = (alpha - least + moved, beta - least + moved);
                var (lnAlpha, lnBeta) = (Math.Log(withAlpha), Math.Log(withBeta));
                var weight = Quadrature.Weights[index] * width / 2 * moved * s / withBeta * Math.Exp(-LogScale - (shape * lnAlpha) - (s * lnBeta));
                Stopped += weight;
                ByLogAlpha += weight * lnAlpha;
                ByLogBeta += weight * lnBeta;
                ByAlpha += weight / withAlpha;
                ByBeta += weight / withBeta;
            }

            // With a purchase the integrand only falls, and what is left is less than this panel times the rest.
            if (shape >= 1 && Stopped - before <= 1e-20 * (Stopped + Alive))
            {
                return;
            }
        }
    }

    /// <summary>The logarithm of what the others are divided by.</summary>
    public double LogScale { get; }

    /// <summary>(α+T)^−(r+x) (β+T)^−s.</summary>
    public double Alive { get; }

    /// <summary>The integral.</summary>
    public double Stopped { get; }

    /// <summary>The integral with ln(α+τ) under it.</summary>
    public double ByLogAlpha { get; }

    /// <summary>The integral with ln(β+τ) under it.</summary>
    public double ByLogBeta { get; }

    /// <summary>The integral with 1/(α+τ) under it.</summary>
    public double ByAlpha { get; }

    /// <summary>The integral with 1/(β+τ) under it.</summary>
    public double ByBeta { get; }
}
