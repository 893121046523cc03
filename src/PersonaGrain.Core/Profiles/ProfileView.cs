using PersonaGrain.Accounts;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>What a profile answers about itself as of one instant.</summary>
/// <param name="Id">The profile.</param>
/// <param name="AsOf">The instant the answer is about.</param>
/// <param name="Segment">The member segment of the highest priority, or null.</param>
/// <param name="Memberships">Every segment it is in, by priority then name.</param>
/// <param name="Scores">Every score, 0..100.</param>
/// <param name="Traits">Every trait.</param>
/// <param name="Signals">How many signals it accepted, derived ones included.</param>
/// <param name="FirstSeen">The earliest signal's time.</param>
/// <param name="LastSeen">The latest signal's time.</param>
/// <param name="NextFlip">The next instant at which a membership changes if nothing more arrives, or null.</param>
/// <param name="CatalogVersion">The catalog it was evaluated under.</param>
public sealed record ProfileView(
    ProfileId Id,
    Instant AsOf,
    string? Segment,
    IReadOnlyList<Membership> Memberships,
    IReadOnlyDictionary<string, double> Scores,
    IReadOnlyDictionary<string, AttributeValue> Traits,
    long Signals,
    Instant? FirstSeen,
    Instant? LastSeen,
    Instant? NextFlip,
    int CatalogVersion)
{
    private static readonly Dictionary<string, ScorePrediction> NoPredictions = [];

    /// <summary>Those of its traits that are computed, and how exact each is.</summary>
    public IReadOnlyDictionary<string, TraitAccuracy> ComputedTraits { get; init; } = new Dictionary<string, TraitAccuracy>();

    /// <summary>Of the computed traits that are approximate, the error, in the unit of the value: of an estimate its standard error, of a percentile the greatest one.</summary>
    public IReadOnlyDictionary<string, double> TraitErrors { get; init; } = new Dictionary<string, double>();

    /// <summary>What the population says of scores beside their points; without those that it says nothing of.</summary>
    public IReadOnlyDictionary<string, ScorePrediction> Predictions { get; init; } = NoPredictions;

    /// <summary>Of the computed traits that are estimated from what all people do, between which values the true one lies in 19 of 20 cases; empty but in an explanation.</summary>
    public IReadOnlyDictionary<string, TraitInterval> TraitIntervals { get; init; } = new Dictionary<string, TraitInterval>();

    /// <summary>The accounts that a person belongs to, by key; none of an account, and none where the catalog has no accounts.</summary>
    public IReadOnlyList<Belonging> Accounts { get; init; } = [];

    /// <summary>Who belongs to an account; null for a person.</summary>
    public MemberSummary? Members { get; init; }
}

/// <summary>One membership of a profile.</summary>
/// <param name="Segment">The segment's name.</param>
/// <param name="Since">The instant it was entered.</param>
/// <param name="Version">The version of the change that entered it.</param>
public readonly record struct Membership(string Segment, Instant Since, int Version);
