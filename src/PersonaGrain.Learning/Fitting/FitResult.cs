namespace PersonaGrain.Learning.Fitting;

/// <summary>What came of fitting a model: the model, or why there is none.</summary>
/// <typeparam name="TModel">The model.</typeparam>
public abstract record FitResult<TModel>
{
    private FitResult()
    {
    }

    /// <summary>The likelihood has a maximum, and this model stands there.</summary>
    /// <param name="Model">The model.</param>
    /// <param name="Likelihood">What was found at the maximum.</param>
    public sealed record Fitted(TModel Model, LikelihoodMaximum Likelihood) : FitResult<TModel>;

    /// <summary>The data determine no model.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record Failed(FitFault Fault) : FitResult<TModel>;
}
