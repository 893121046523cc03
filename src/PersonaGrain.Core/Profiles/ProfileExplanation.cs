using PersonaGrain.Conditions.Explaining;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles;

/// <summary>A profile as of one instant, with why it is so.</summary>
/// <param name="View">The profile.</param>
/// <param name="Scores">Every score, taken apart.</param>
/// <param name="Memberships">The segments that it is in, or the one that was asked for where it is in that; by priority then name.</param>
public sealed record ProfileExplanation(ProfileView View, IReadOnlyList<ScoreExplanation> Scores, IReadOnlyList<MembershipExplanation> Memberships)
{
    /// <summary>Every computed trait, also where it has no value; none where the membership of one segment alone was asked for.</summary>
    public IReadOnlyList<ComputedTraitExplanation> ComputedTraits { get; init; } = [];
}

/// <summary>A membership of a profile, and why.</summary>
/// <param name="Membership">The membership.</param>
/// <param name="Why">The condition of the segment, taken apart by the evaluation that gives the verdict.</param>
public sealed record MembershipExplanation(Membership Membership, ConditionFinding Why);

/// <summary>A computed trait, and what it is made of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; of kind <see cref="AttributeKind.None"/> for none.</param>
/// <param name="Accuracy">How exact that is.</param>
/// <param name="Error">The error of one that is approximate; 0 of others.</param>
/// <param name="Of">What the catalog says of it, in words: <c>sum order_completed, within 90d</c>.</param>
public sealed record ComputedTraitExplanation(string Name, AttributeValue Value, TraitAccuracy Accuracy, double Error, string Of)
{
    /// <summary>Of one that is estimated, between which values the true one lies in 19 of 20 cases; null of others.</summary>
    public TraitInterval? Interval { get; init; }
}
