using PersonaGrain.Catalogs;
using PersonaGrain.Documents;

namespace PersonaGrain.Decisions;

/// <summary>Contents to rank for one profile.</summary>
public sealed record DecisionRequest
{
    /// <summary>The contents, in the order to keep among equals and for the control group.</summary>
    public required IReadOnlyList<Content> Contents { get; init; }

    /// <summary>Contents that score less are dropped; null drops none. With a threshold, a content without any match is dropped too.</summary>
    public double? Threshold { get; init; }

    /// <summary>The content shown when nothing is left; null answers an empty list.</summary>
    public string? Fallback { get; init; }

    /// <summary>The control group, or null for none.</summary>
    public ControlGroup? Control { get; init; }

    /// <summary>The trait prefix under which interests stand as numbers, so <c>interests.cars</c>; default <c>interests</c>.</summary>
    public string InterestTrait { get; init; } = "interests";
}

/// <summary>Profiles that see the contents unranked, to measure what ranking is worth. Membership is sticky: a function of profile and name.</summary>
/// <param name="Name">The experiment's name.</param>
/// <param name="Percentage">0 to 100.</param>
public sealed record ControlGroup(string Name, double Percentage);

/// <summary>One content.</summary>
/// <param name="Id">Its id.</param>
/// <param name="When">It is left out unless this holds; null for always.</param>
/// <param name="Interests">Interests it serves: each adds the profile's interest.</param>
/// <param name="Filters">Each condition that holds adds its points.</param>
/// <param name="ScoreWeights">Profile scores to weights: each adds weight · score.</param>
/// <param name="Base">A fixed score of the content's own, added.</param>
public sealed record Content(
    string Id,
    ConditionDocument? When,
    IReadOnlyList<string> Interests,
    IReadOnlyList<ContentFilter> Filters,
    IReadOnlyDictionary<string, double> ScoreWeights,
    double Base = 0);

/// <summary>Points for a condition that holds; default 1.</summary>
public sealed record ContentFilter(ConditionDocument When, double Points = 1);

/// <summary>The outcome of a decision.</summary>
public abstract record DecisionResult
{
    private DecisionResult()
    {
    }

    /// <summary>The contents, best first.</summary>
    /// <param name="Ranked">What to show.</param>
    /// <param name="Dropped">What was left out and why.</param>
    /// <param name="InControlGroup">The profile sees the input order.</param>
    /// <param name="UsedFallback">Nothing was left, so the fallback is shown.</param>
    public sealed record Decided(
        IReadOnlyList<RankedContent> Ranked,
        IReadOnlyList<DroppedContent> Dropped,
        bool InControlGroup,
        bool UsedFallback) : DecisionResult;

    /// <summary>The request names something that the catalog does not have.</summary>
    public sealed record Faulty(IReadOnlyList<DocumentFault> Faults) : DecisionResult;
}

/// <summary>A content with its score and the reasons for it.</summary>
public sealed record RankedContent(string Id, double Score, IReadOnlyList<DecisionReason> Reasons);

/// <summary>A content that is not shown, and why.</summary>
public sealed record DroppedContent(string Id, double Score, string Why);

/// <summary>One part of a content's score.</summary>
/// <param name="Part">What it is: <c>base</c>, <c>interest:cars</c>, <c>filter:0</c>, <c>score:purchase_intent</c>.</param>
/// <param name="Points">What it adds.</param>
public sealed record DecisionReason(string Part, double Points);
