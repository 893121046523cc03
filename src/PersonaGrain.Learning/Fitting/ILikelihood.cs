namespace PersonaGrain.Learning.Fitting;

/// <summary>The log-likelihood of data under a model whose parameters are all positive.</summary>
internal interface ILikelihood
{
    /// <summary>The parameters' names in the field, in order.</summary>
    IReadOnlyList<string> ParameterNames { get; }

    /// <summary>How many observations there are, repeated ones counted as often as they occur.</summary>
    double Observations { get; }

    /// <summary>The log-likelihood, summed over all observations.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradient">Is set to the derivatives by each of them.</param>
    double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient);
}
