namespace PersonaGrain.Catalogs;

/// <summary>A personalisation score.</summary>
/// <param name="Outcome">The outcome it predicts, or null.</param>
/// <param name="Relevance">How the three parts of relevance are weighted.</param>
/// <param name="Weights">Measure name to weight, as a human wrote it; a negative weight lowers the score.</param>
/// <param name="Context">Additions that hold under a condition.</param>
/// <param name="Correlations">Correlations pinned by a human, by measure, in [−1, 1]; others come from the population.</param>
public sealed record ScoreDocument(
    string? Outcome,
    RelevanceDocument Relevance,
    IReadOnlyDictionary<string, double> Weights,
    IReadOnlyList<ContextDocument> Context,
    IReadOnlyDictionary<string, double> Correlations)
{
    /// <summary>How long after an instant the outcome is looked for, where a score does not say.</summary>
    public static readonly TimeSpan DefaultHorizon = TimeSpan.FromDays(7);

    /// <summary>How long after an instant the outcome is looked for; default 7 days.</summary>
    public TimeSpan Horizon { get; init; } = DefaultHorizon;

    /// <summary>Measures whose weights are learned from the outcome, beside <see cref="Weights"/>, which then are pinned.</summary>
    public IReadOnlyList<string> Learned { get; init; } = [];

    /// <summary>
    /// Whether the weights of all measures are learned: of the first <see cref="CatalogLimits.LearnedWeights"/> by name, named measures before signals.
    /// </summary>
    public bool LearnsAll { get; init; }

    /// <summary>Whether any weight is learned.</summary>
    public bool LearnsWeights => LearnsAll || Learned.Count > 0;

    /// <summary>Whom people are compared with, where the score tells how alike they are to the members of a segment; its weights are learned then, and none is written.</summary>
    public SimilarityDocument? Similarity { get; init; }

    /// <summary>Whether people, or accounts, can be sorted and searched by it.</summary>
    public bool IsIndexed { get; init; }
}

/// <summary>The weights and constants of relevance: wF·f/(f+k) + wR·2^(−age/halfLife) + wC·C.</summary>
/// <param name="Frequency">wF, default 0.5.</param>
/// <param name="Recency">wR, default 0.3.</param>
/// <param name="Correlation">wC, default 0.2.</param>
/// <param name="Saturation">k: the decayed frequency at which the frequency part is one half; default 3.</param>
/// <param name="RecencyHalfLife">The half-life of recency; default 7 days.</param>
public sealed record RelevanceDocument(
    double Frequency,
    double Recency,
    double Correlation,
    double Saturation,
    TimeSpan RecencyHalfLife)
{
    /// <summary>The relevance of a score that says nothing about it.</summary>
    public static readonly RelevanceDocument Default = new(0.5, 0.3, 0.2, 3, TimeSpan.FromDays(7));
}

/// <summary>An addition to a score while a condition holds.</summary>
/// <param name="When">The condition.</param>
/// <param name="Add">Points added, negative to subtract.</param>
public sealed record ContextDocument(ConditionDocument When, double Add);
