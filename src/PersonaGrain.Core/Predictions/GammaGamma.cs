namespace PersonaGrain.Predictions;

/// <summary>
/// The Gamma-Gamma model of what purchases are worth (Fader and Hardie 2013): the value of one is Gamma(p, ν) for a customer, with ν Gamma(q, v) over
/// customers, and does not depend on how often a customer buys.
/// </summary>
/// <param name="P">The shape of the values of one customer's purchases.</param>
/// <param name="Q">The shape of how customers differ.</param>
/// <param name="V">The scale of how customers differ, in the unit of values.</param>
public readonly record struct GammaGamma(double P, double Q, double V)
{
    /// <summary>E[M | x, z̄]: the expected value of a customer's purchases, between what they spent so far and what all do.</summary>
    /// <param name="purchases">Over how many purchases the mean is taken.</param>
    /// <param name="mean">Their mean value; without meaning where there are none.</param>
    /// <returns>Null where it is not finite: where p·x + q ≤ 1.</returns>
    public double? ConditionalMean(long purchases, double mean) => (P * purchases) + Q > 1
        ? P * (V + (purchases == 0 ? 0 : mean * purchases)) / ((P * purchases) + Q - 1)
        : null;
}
