using PersonaGrain.Time;

namespace PersonaGrain.Population.Outcomes;

/// <summary>What is learned of a score's outcome: the proposed weights, the applied ones, and those applied before.</summary>
/// <remarks>
/// Proposed weights stand in the shadow: they are applied only where the catalog says so, and by two generations in a row that are clearly better
/// than what is in force, the second by newer landmarks. What a human rolled back is held.
/// </remarks>
public sealed record OutcomeState
{
    /// <summary>The score.</summary>
    public required string Score { get; init; }

    /// <summary>Its outcome.</summary>
    public required string Outcome { get; init; }

    /// <summary>
    /// A fingerprint of what the features mean: the measures, the constants of relevance, the outcome and its horizon. Weights of another one are not
    /// comparable and are dropped.
    /// </summary>
    public required ulong Features { get; init; }

    /// <summary>When it was last learned.</summary>
    public required Instant At { get; init; }

    /// <summary>What the newest generation that brought a model says; null before the first.</summary>
    public OutcomeModel? Proposed { get; init; }

    /// <summary>The learned weights that scores use where the catalog asks for learned ones; null while the hand-written ones stand.</summary>
    public OutcomeModel? Applied { get; init; }

    /// <summary>What was applied before, for a rollback; null where that were the hand-written weights.</summary>
    public OutcomeModel? Previous { get; init; }

    /// <summary>
    /// What a human rolled back. Nothing is applied that is not clearly better than this on the people held back, until it is released.
    /// </summary>
    public OutcomeModel? Held { get; init; }

    /// <summary>How many versions were ever applied.</summary>
    public int Versions { get; init; }

    /// <summary>
    /// How many generations in a row, the newest included, were clearly better than what is in force; one without newer landmarks of the people held
    /// back than those before it had is not counted.
    /// </summary>
    public int Better { get; init; }

    /// <summary>The newest landmark of the people held back that a generation was judged by; null before the first.</summary>
    public Instant? JudgedUntil { get; init; }

    /// <summary>Why the newest generation brought no model.</summary>
    public LearningFault Fault { get; init; }

    /// <summary>Of what there was too little.</summary>
    public MissingData[] Missing { get; init; } = [];

    /// <summary>Whether outcomes are still foretold as well as before; null where there are too few landmarks to tell.</summary>
    public LossDrift? Drift { get; init; }

    /// <summary>Puts the weights in force that were applied before the present ones, and holds these; the same where none are applied.</summary>
    public OutcomeState RollBack() =>
        Applied is null ? this : this with { Applied = Previous, Previous = null, Held = Applied, Better = 0 };

    /// <summary>Lets what was rolled back, and its like, be applied again.</summary>
    public OutcomeState Release() => this with { Held = null };

    /// <summary>Applies the proposed weights.</summary>
    public OutcomeState Promote() => Proposed is null ? this : this with
    {
        Applied = Proposed,
        Previous = Applied,
        Held = null,
        Versions = Proposed.Version,
        Better = 0,
    };
}
