namespace PersonaGrain.Learning.Fitting;

/// <summary>The maximum of a likelihood.</summary>
/// <param name="Parameters">Where it is; all positive.</param>
/// <param name="LogLikelihood">The natural logarithm of the likelihood there, summed over all observations.</param>
/// <param name="StandardErrors">Of each parameter, from the observed information.</param>
public sealed record LikelihoodMaximum(IReadOnlyList<double> Parameters, double LogLikelihood, IReadOnlyList<double> StandardErrors)
{
    /// <summary>Akaike's information criterion: −2 times the log-likelihood, and 2 for each parameter.</summary>
    public double Aic => (-2 * LogLikelihood) + (2 * Parameters.Count);

    /// <summary>Schwarz's criterion: −2 times the log-likelihood, and the logarithm of the number of observations for each parameter.</summary>
    /// <param name="observations">How many there are.</param>
    public double Bic(int observations) => (-2 * LogLikelihood) + (Parameters.Count * Math.Log(observations));

    /// <summary>The covariance of the logarithms of the parameters, row after row.</summary>
    public IReadOnlyList<double> LogCovariance { get; init; } = [];
}
