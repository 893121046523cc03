namespace PersonaGrain.Predictions;

/// <summary>Logarithms and exponentials that keep their digits near 1, which those of the framework do not.</summary>
internal static class Logarithm
{
    /// <summary>ln(1 + x).</summary>
    internal static double OfOnePlus(double x)
    {
        // Kahan: what rounding takes from 1 + x, it takes from both the logarithm and the divisor.
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>e^x − 1.</summary>
    internal static double ExponentialLessOne(double x) => Math.Abs(x) > 1 ? Math.Exp(x) - 1 : 2 * Math.Exp(x / 2) * Math.Sinh(x / 2);
}
