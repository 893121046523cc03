using PersonaGrain.Learning.Fitting;

namespace PersonaGrain.Learning.Correlations;

/// <summary>What came of correlating two variables.</summary>
public abstract record CorrelationResult
{
    private CorrelationResult()
    {
    }

    /// <summary>They have a correlation.</summary>
    /// <param name="Correlation">It.</param>
    public sealed record Found(PearsonCorrelation Correlation) : CorrelationResult;

    /// <summary>They have none.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record None(FitFault Fault) : CorrelationResult;
}
