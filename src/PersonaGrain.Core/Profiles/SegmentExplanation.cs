using PersonaGrain.Conditions.Explaining;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles;

/// <summary>Why a profile is in a segment as of one instant, or is not.</summary>
/// <param name="Id">The profile.</param>
/// <param name="Segment">The segment.</param>
/// <param name="AsOf">The instant.</param>
/// <param name="IsIn">Whether it is in.</param>
/// <param name="Since">When it last entered or left; null where it was never in.</param>
/// <param name="Version">How often it entered or left.</param>
/// <param name="Why">The segment's condition taken apart, with until when each part stands and what those take that decide.</param>
/// <param name="CatalogVersion">The catalog it was evaluated under.</param>
public sealed record SegmentExplanation(
    ProfileId Id, string Segment, Instant AsOf, bool IsIn, Instant? Since, int Version, ConditionFinding Why, int CatalogVersion)
{
    /// <summary>Why it last entered or left; <see cref="CauseKind.Unrecorded"/> where it never did, and where the journal does not say.</summary>
    public Cause Cause { get; init; }

    /// <summary>When it enters or leaves next if nothing arrives; null where it never does.</summary>
    public Instant? Until => Why.Until;
}
