using PersonaGrain.Population.Purchases;

namespace PersonaGrain.Predictions;

/// <summary>Intervals of 95 % of what follows from fitted parameters, by the delta method: how it changes with each, and how far these are known.</summary>
/// <remarks>
/// Worked out where the interval can not leave the range of values, of a probability p in ln(p/(1−p)), of a positive number in its logarithm. It says how
/// uncertain the expectation is, not how much a single person may deviate from it.
/// </remarks>
internal static class DeltaMethod
{
    private const double Quantile = 1.959963984540054;
    private const double Step = 1e-4;

    /// <summary>Of a probability; null where it is not known how far the parameters are known.</summary>
    internal static (double Low, double High)? Probability(FittedPurchases fitted, Func<PurchaseModel, double> value)
    {
        var at = value(fitted.Model);
        var (center, error) = (Logit(at), Math.Sqrt(Variance(fitted, model => Logit(value(model)))));
        return double.IsFinite(center) && double.IsFinite(error)
            ? (Logistic(center - (Quantile * error)), Logistic(center + (Quantile * error)))
            : null;
    }

    /// <summary>Of a positive number; null where it is not known how far the parameters are known.</summary>
    /// <param name="fitted">The model of purchases.</param>
    /// <param name="value">What follows from it.</param>
    /// <param name="spend">The model of what they are worth, where the number is multiplied by what follows from that; else null.</param>
    /// <param name="worth">What follows from that.</param>
    internal static (double Low, double High)? Positive(
        FittedPurchases fitted, Func<PurchaseModel, double> value, FittedSpend? spend = null, Func<GammaGamma, double>? worth = null)
    {
        var at = value(fitted.Model);
        var variance = Variance(fitted, model => Math.Log(value(model)))
            + (spend is null || worth is null ? 0 : Variance(spend, model => Math.Log(worth(model))));
        var factor = Math.Exp(Quantile * Math.Sqrt(variance));
        return double.IsFinite(factor) && double.IsFinite(at * factor) ? (at / factor, at * factor) : null;
    }

    private static double Variance(FittedPurchases fitted, Func<PurchaseModel, double> value)
    {
        var parameters = fitted.Model.Parameters;
        return Quadratic(fitted.Covariance, [.. parameters.Select((_, moved) => Slope(step => PurchaseModel.Of(
            fitted.Model.Type, [.. parameters.Select((one, index) => index == moved ? one * Math.Exp(step) : one)]) is { } near ? value(near) : double.NaN))]);
    }

    private static double Variance(FittedSpend fitted, Func<GammaGamma, double> value)
    {
        var model = fitted.Model;
        return Quadratic(fitted.Covariance,
        [
            Slope(step => value(model with { P = model.P * Math.Exp(step) })),
            Slope(step => value(model with { Q = model.Q * Math.Exp(step) })),
            Slope(step => value(model with { V = model.V * Math.Exp(step) })),
        ]);
    }

    private static double Slope(Func<double, double> value) => (value(Step) - value(-Step)) / (2 * Step);

    private static double Quadratic(IReadOnlyList<double> covariance, double[] slopes)
    {
        var sum = 0.0;
        for (var row = 0; row < slopes.Length; row++)
        {
            for (var column = 0; column < slopes.Length; column++)
            {
                sum += slopes[row] * covariance[(row * slopes.Length) + column] * slopes[column];
            }
        }

        return sum;
    }

    private static double Logit(double probability) => Math.Log(probability / (1 - probability));

    private static double Logistic(double logit) => 1 / (1 + Math.Exp(-logit));
}
