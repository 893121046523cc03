using MathNet.Numerics.Distributions;

namespace PersonaGrain.Learning.Regression;

/// <summary>One coefficient of a regression.</summary>
/// <param name="Name">The feature, or <see cref="LogisticModel.Intercept"/>.</param>
/// <param name="Estimate">By how much the log-odds grow where the feature grows by 1.</param>
/// <param name="StandardError">Its standard error, from the observed information.</param>
public sealed record Coefficient(string Name, double Estimate, double StandardError)
{
    /// <summary>Wald's z: the estimate in standard errors.</summary>
    public double Z => Estimate / StandardError;

    /// <summary>The probability of as large a z, of either sign, if the feature said nothing.</summary>
    public double P => 2 * Normal.CDF(0, 1, -Math.Abs(Z));
}

/// <summary>A logistic regression that was fitted by maximum likelihood.</summary>
/// <param name="Coefficients">The intercept where there is one, then the features in their order.</param>
/// <param name="LogLikelihood">Of the data under the model.</param>
/// <param name="NullLogLikelihood">Of the data under a model of the intercept alone; without one, where both kinds are as likely.</param>
/// <param name="Rows">How many rows it was fitted to.</param>
/// <param name="Events">In how many of them the event occurred.</param>
/// <param name="Iterations">Steps of Newton's method.</param>
public sealed record LogisticModel(
    IReadOnlyList<Coefficient> Coefficients, double LogLikelihood, double NullLogLikelihood, int Rows, int Events, int Iterations)
{
    /// <summary>The name of the coefficient that stands alone, as R writes it.</summary>
    public const string Intercept = "(Intercept)";

    /// <summary>Whether the first coefficient stands alone; else each is of a feature.</summary>
    public bool HasIntercept { get; init; } = true;

    /// <summary>Residual deviance: −2 times the log-likelihood.</summary>
    public double Deviance => -2 * LogLikelihood;

    /// <summary>The deviance of the intercept alone.</summary>
    public double NullDeviance => -2 * NullLogLikelihood;

    /// <summary>Akaike's information criterion.</summary>
    public double Aic => Deviance + (2 * Coefficients.Count);

    /// <summary>The probability of the event.</summary>
    /// <param name="features">As many values as features.</param>
    public double Probability(ReadOnlySpan<double> features)
    {
        var first = HasIntercept ? 1 : 0;
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, Coefficients.Count - first, nameof(features));
        var logOdds = HasIntercept ? Coefficients[0].Estimate : 0;
        for (var index = 0; index < features.Length; index++)
        {
            logOdds += Coefficients[index + first].Estimate * features[index];
        }

        return 1 / (1 + Math.Exp(-logOdds));
    }
}
