namespace PersonaGrain.Learning.Fitting;

/// <summary>The maximum of a likelihood.</summary>
/// <param name="Parameters">Where it is; all positive.</param>
/// <param name="LogLikelihood">The natural logarithm of the likelihood there, summed over all observations.</param>
/// <param name="StandardErrors">Of each parameter, from the observed information.</param>
public sealed record LikelihoodMaximum(IReadOnlyList<double> Parameters, double LogLikelihood, IReadOnlyList<double> StandardErrors)
{
    /// <summary>The covariance of the logarithms of the parameters, row after row.</summary>
    public IReadOnlyList<double> LogCovariance { get; init; } = [];
}
