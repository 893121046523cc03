using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Learning.Tests.Purchases;

/// <summary>
/// Expected purchases as Σ P(N = n) · E[purchases that count of n], all terms positive, each probability from its own gamma functions: n purchases would be
/// made if the customer never stopped, and the j-th of them counts where the customer did not stop before.
/// </summary>
internal static class PositiveSums
{
    public static double WhileAlive(double shape, double rate, double a, double goesOn, double time)
    {
        var bought = NegativeBinomial.Within(shape, rate, time);
        var (sum, counts, nth) = (0.0, 0.0, 1.0);
        for (var n = 1; n < 1_000_000; n++)
        {
            counts += nth;
            nth *= (goesOn + n - 1) / (a + goesOn + n - 1);
            var term = bought.Probability(n) * counts;
            sum += term;
            if (n > shape * time / rate && term <= 1e-18 * sum)
            {
                break;
            }
        }

        return sum;
    }
}
