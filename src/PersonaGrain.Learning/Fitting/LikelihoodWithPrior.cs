namespace PersonaGrain.Learning.Fitting;

/// <summary>A likelihood times what is known of its parameters before: its maximum is the most likely model after the data.</summary>
internal sealed class LikelihoodWithPrior(ILikelihood likelihood, IReadOnlyList<LogNormalPrior> priors) : ILikelihood
{
    /// <inheritdoc />
    public IReadOnlyList<string> ParameterNames => likelihood.ParameterNames;

    /// <inheritdoc />
    public double Observations => Math.Max(1, likelihood.Observations);

    /// <inheritdoc />
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var sum = likelihood.Evaluate(parameters, gradient);
        for (var index = 0; index < priors.Count; index++)
        {
            var deviation = Math.Log(parameters[index] / priors[index].Median) / priors[index].Spread;
            sum -= deviation * deviation / 2;
            gradient[index] -= deviation / (priors[index].Spread * parameters[index]);
        }

        return sum;
    }
}
