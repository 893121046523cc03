using PersonaGrain.Time;

namespace PersonaGrain.Learning.Outcomes;

/// <summary>A score whose weights are to be learned from its outcome, as the catalog has it.</summary>
public sealed record LearnedScore
{
    /// <summary>The score.</summary>
    public required string Score { get; init; }

    /// <summary>Its outcome.</summary>
    public required string Outcome { get; init; }

    /// <summary>A fingerprint of what the features mean; see <see cref="PersonaGrain.Population.Outcomes.OutcomeState.Features"/>.</summary>
    public required ulong Features { get; init; }

    /// <summary>The measures, in the order of the examples' relevances.</summary>
    public required string[] Measures { get; init; }

    /// <summary>The weights that a human wrote, in the order of the measures, on whatever scale: what learned ones are compared with.</summary>
    public required double[] HandWritten { get; init; }

    /// <summary>
    /// Weights that a human fixed, in the order of the measures, in log-odds from relevance 0 to relevance 1; null where a weight is learned.
    /// </summary>
    public required double?[] Pinned { get; init; }

    /// <summary>How long after a landmark the outcome counts.</summary>
    public required TimeSpan Horizon { get; init; }

    /// <summary>Whether the catalog lets scores use what is learned.</summary>
    public bool MayApply { get; init; }

    /// <summary>When the first signal came, where known: tells how long it takes until there is enough.</summary>
    public Instant? Since { get; init; }
}
