using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>A segment's aggregate: what a fold over all profiles gives.</summary>
/// <param name="Id">The segment's name.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Description">What it means, or null.</param>
/// <param name="Count">Members now.</param>
/// <param name="Entered">How often it was entered since it came into the catalog.</param>
/// <param name="Exited">How often it was left since then; count = entered − exited.</param>
/// <param name="MeanScore">The mean over the members of the segment's score when they entered; null without members or score.</param>
/// <param name="Flow">Entered and exited per hour, oldest first, the newest 168 hours in which something happened.</param>
public sealed record SegmentView(
    string Id,
    int Priority,
    string? Description,
    long Count,
    long Entered,
    long Exited,
    double? MeanScore,
    IReadOnlyList<HourlyFlow> Flow)
{
    /// <summary>How its members may best be spoken to.</summary>
    public SegmentApproach Approach { get; init; } = SegmentApproach.None;
}

/// <summary>What happened to a segment within one hour of UTC.</summary>
/// <param name="Hour">The hour's start.</param>
/// <param name="Entered">Times entered.</param>
/// <param name="Exited">Times left.</param>
public readonly record struct HourlyFlow(Instant Hour, long Entered, long Exited);

/// <summary>One member of a segment.</summary>
public readonly record struct Member(ProfileId Profile, Instant Since, int Version);

/// <summary>A page of members.</summary>
/// <param name="Members">The members.</param>
/// <param name="Next">The cursor of the next page, or null at the end.</param>
public sealed record MemberPage(IReadOnlyList<Member> Members, string? Next);
