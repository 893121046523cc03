using MathNet.Numerics;

namespace PersonaGrain.Learning.Purchases;

/// <summary>How many purchases are made by a customer who never stops, whose rate is Gamma distributed over customers.</summary>
/// <param name="Shape">The shape of the distribution of rates.</param>
/// <param name="Share">t/(α+t): the part of the time in that time and the one that the rates are known from; 0 to 1.</param>
/// <param name="LogRest">The natural logarithm of 1 − <paramref name="Share"/>, which keeps its digits where the share is near 1.</param>
internal readonly record struct NegativeBinomial(double Shape, double Share, double LogRest)
{
    // Far more than any customer buys; where the sum needs more, the time asked for is not one that the model says anything about.
    private const int MostTerms = 5_000_000;

    /// <summary>Purchases within a time, for a rate of purchases that is Gamma(shape, rate).</summary>
    public static NegativeBinomial Within(double shape, double rate, double time) =>
        new(shape, time / (rate + time), -SpecialFunctions.Log1p(time / rate));

    /// <summary>P(N = n).</summary>
    public double Probability(int count) => Share == 0
        ? (count == 0 ? 1 : 0)
        : Math.Exp(SpecialFunctions.GammaLn(Shape + count) - SpecialFunctions.GammaLn(Shape) - SpecialFunctions.GammaLn(count + 1)
            + (Shape * LogRest) + (count * Math.Log(Share)));

    /// <summary>P(N ≥ n).</summary>
    public double AtLeast(int count) => count == 0 ? 1 : Share == 0 ? 0 : SpecialFunctions.BetaRegularized(count, Shape, Share);

    /// <summary>
    /// The expected value of what n purchases count for; it is asked for n = 0, 1, 2 … in order, and may not fall nor rise by more than 1.
    /// </summary>
    /// <exception cref="ArithmeticException">The sum has too many terms: the time is thousands of times the one that was observed.</exception>
    public double Expect(Func<int, double> value)
    {
        if (Share == 0)
        {
            return value(0);
        }

        var (sum, logProbability, logShare) = (0.0, Shape * LogRest, Math.Log(Share));
        for (var count = 0; count < MostTerms; count++)
        {
            var term = Math.Exp(logProbability) * value(count);
            sum += term;
            var ratio = (Shape + count) / (count + 1) * Share;
            logProbability += Math.Log((Shape + count) / (count + 1)) + logShare;

            // Behind the mode terms shrink at least by this factor each, so this bounds all that are left.
            var shrink = ratio * (count + 2) / (count + 1);
            if (count > 0 && shrink < 1 && term * shrink / (1 - shrink) <= 1e-16 * sum)
            {
                return sum;
            }
        }

        throw new ArithmeticException("the time asked for is too long for the time that was observed");
    }
}
