using MathNet.Numerics;

namespace PersonaGrain.Learning.Purchases;

/// <summary>How many purchases are made by a customer who never stops, whose rate is Gamma distributed over customers.</summary>
/// <param name="Shape">The shape of the distribution of rates.</param>
/// <param name="Share">t/(α+t): the part of the time in that time and the one that the rates are known from; 0 to 1.</param>
/// <param name="LogRest">The natural logarithm of 1 − <paramref name="Share"/>, which keeps its digits where the share is near 1.</param>
internal readonly record struct NegativeBinomial(double Shape, double Share, double LogRest)
{
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
}
