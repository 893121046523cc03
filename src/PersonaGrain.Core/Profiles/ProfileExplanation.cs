using PersonaGrain.Conditions.Explaining;
using PersonaGrain.Scoring;

namespace PersonaGrain.Profiles;

/// <summary>A profile as of one instant, with why it is so.</summary>
/// <param name="View">The profile.</param>
/// <param name="Scores">Every score, taken apart.</param>
/// <param name="Memberships">The segments that it is in, or the one that was asked for where it is in that; by priority then name.</param>
public sealed record ProfileExplanation(ProfileView View, IReadOnlyList<ScoreExplanation> Scores, IReadOnlyList<MembershipExplanation> Memberships);

/// <summary>A membership of a profile, and why.</summary>
/// <param name="Membership">The membership.</param>
/// <param name="Why">The condition of the segment, taken apart by the evaluation that gives the verdict.</param>
public sealed record MembershipExplanation(Membership Membership, ConditionFinding Why);
