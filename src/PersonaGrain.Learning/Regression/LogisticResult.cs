using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Regression;

/// <summary>What came of a logistic regression.</summary>
public abstract record LogisticResult
{
    private LogisticResult()
    {
    }

    /// <summary>It has a solution.</summary>
    /// <param name="Model">It.</param>
    public sealed record Fitted(LogisticModel Model) : LogisticResult;

    /// <summary>The data determine no coefficients.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record Failed(FitFault Fault) : LogisticResult;
}
