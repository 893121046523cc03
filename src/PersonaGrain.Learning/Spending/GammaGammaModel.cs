using PersonaGrain.Learning.Fitting;
using PersonaGrain.Predictions;

namespace PersonaGrain.Learning.Spending;

/// <summary>
/// The Gamma-Gamma model of what purchases are worth (Fader and Hardie 2013): the value of one is Gamma(p, ν) for a customer, with ν Gamma(q, v) over
/// customers, and does not depend on how often a customer buys.
/// </summary>
public sealed class GammaGammaModel
{
    /// <summary>A model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive number.</exception>
    public GammaGammaModel(double p, double q, double v)
    {
        foreach (var parameter in (ReadOnlySpan<double>)[p, q, v])
        {
            if (!(parameter > 0 && double.IsFinite(parameter)))
            {
                throw new ArgumentOutOfRangeException(nameof(p), parameter, "parameters are positive numbers");
            }
        }

        (P, Q, V) = (p, q, v);
    }

    /// <summary>The names of the parameters, in order.</summary>
    public static IReadOnlyList<string> ParameterNames { get; } = ["p", "q", "v"];

    /// <summary>The shape of the values of one customer's purchases.</summary>
    public double P { get; }

    /// <summary>The shape of how customers differ.</summary>
    public double Q { get; }

    /// <summary>The scale of how customers differ, in the unit of values (γ in the paper).</summary>
    public double V { get; }

    /// <summary>Its parameters under the names that they have in the field.</summary>
    public IReadOnlyList<FittedParameter> Parameters => [new("p", P), new("q", Q), new("v", V)];

    /// <summary>The expected value of a purchase of a customer of whom nothing is known; null where q ≤ 1, when there is none.</summary>
    public double? MeanSpend => Q > 1 ? V * P / (Q - 1) : null;

    /// <summary>
    /// E[M | x, z̄]: the expected value of a customer's purchases, between what they spent so far and what all do. Null where that is not finite:
    /// without
    /// purchases and with q ≤ 1.
    /// </summary>
    public double? ConditionalMeanSpend(SpendHistory history) => new GammaGamma(P, Q, V).ConditionalMean(history.Purchases, history.Mean);
}
