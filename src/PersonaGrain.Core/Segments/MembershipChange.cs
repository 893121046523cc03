using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Segments;

/// <summary>A profile entered or left a segment.</summary>
/// <param name="Segment">The segment's name.</param>
/// <param name="Entered">Entered, else exited.</param>
/// <param name="At">The exact instant of the flip; may lie in the past when the grid was down.</param>
/// <param name="Version">Rises by one with each change of this profile's membership in this segment; receivers fold a version once.</param>
/// <param name="Score">The segment's score of the profile when it entered (also carried by the exit, so that sums subtract what they added); null where the segment has no score.</param>
public readonly record struct MembershipChange(string Segment, bool Entered, Instant At, int Version, double? Score)
{
    /// <summary>Why.</summary>
    public Cause Cause { get; init; }

    /// <summary>The profile was a member and stays one, since another instant than was told: its person was joined or parted. Nothing is counted.</summary>
    public bool Restates { get; init; }
}
