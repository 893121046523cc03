using PersonaGrain.Conditions.Curves;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Profiles;
using PersonaGrain.Scoring;

namespace PersonaGrain.Conditions;

/// <summary>What a condition is evaluated against.</summary>
/// <param name="State">The profile.</param>
/// <param name="Scores">The scores of the catalog under the present population.</param>
/// <param name="Purchases">What the present population says of each source of purchases of the catalog; null where nothing.</param>
/// <param name="Segments">The conditions of the catalog's segments.</param>
/// <param name="Now">The instant, in ticks.</param>
/// <param name="Exact">Whether a verdict must last exactly until its leaf flips; else a cheap earlier bound will do.</param>
/// <param name="UsesMemberships">
/// Whether references to segments may be answered from the memberships that stand, which are then up to date at now.
/// </param>
internal readonly record struct EvaluationContext(
    ProfileState State,
    ScoreModel[] Scores,
    SourcePurchases?[] Purchases,
    Condition[] Segments,
    long Now,
    bool Exact,
    bool UsesMemberships)
{
    /// <summary>Counts what searches for crossings cost; null where nobody asks.</summary>
    internal CurveWork? Work { get; init; }
}
