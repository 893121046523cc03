using static MathNet.Numerics.SpecialFunctions;

namespace PersonaGrain.Learning.Tests.Purchases;

/// <summary>The formulas as they are printed, with hypergeometric functions summed from their definition: another way to the same numbers.</summary>
internal static class PublishedForms
{
    public static double Hypergeometric(double a, double b, double c, double z)
    {
        var (sum, term) = (1.0, 1.0);
        for (var n = 0; n < 100_000 && Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= (a + n) * (b + n) / (c + n) / (n + 1) * z;
            sum += term;
        }

        return sum;
    }

    /// <summary>Fader, Hardie and Lee 2005, equation 10.</summary>
    public static double BgNbdExpectation(double r, double alpha, double a, double b, double x, double recency, double age, double time)
    {
        var odds = x == 0 ? 0 : a / (b + x - 1) * Math.Pow((alpha + age) / (alpha + recency), r + x);
        var gone = Math.Pow((alpha + age) / (alpha + age + time), r + x) * Hypergeometric(r + x, b + x, a + b + x - 1, time / (alpha + age + time));
        return (a + b + x - 1) / (a - 1) * (1 - gone) / (1 + odds);
    }

    /// <summary>The same for MBG/NBD, as the Python package lifetimes has it.</summary>
    public static double MbgNbdExpectation(double r, double alpha, double a, double b, double x, double recency, double age, double time)
    {
        var odds = a / (b + x) * Math.Pow((alpha + age) / (alpha + recency), r + x);
        var gone = Math.Pow((alpha + age) / (alpha + age + time), r + x) * Hypergeometric(r + x, b + x + 1, a + b + x, time / (alpha + age + time));
        return (a + b + x) / (a - 1) * (1 - gone) / (1 + odds);
    }

    /// <summary>Fader and Hardie 2005, "A Note on Deriving the Pareto/NBD Model", equation 18 with A₀ for α ≥ β.</summary>
    public static double ParetoLogLikelihood(double r, double alpha, double s, double beta, double x, double recency, double age)
    {
        var sum = r + s + x;
        var difference = (Hypergeometric(sum, s + 1, sum + 1, (alpha - beta) / (alpha + recency)) / Math.Pow(alpha + recency, sum))
            - (Hypergeometric(sum, s + 1, sum + 1, (alpha - beta) / (alpha + age)) / Math.Pow(alpha + age, sum));
        return GammaLn(r + x) - GammaLn(r) + (r * Math.Log(alpha)) + (s * Math.Log(beta))
            + Math.Log((1 / (Math.Pow(alpha + age, r + x) * Math.Pow(beta + age, s))) + (s / sum * difference));
    }
}
