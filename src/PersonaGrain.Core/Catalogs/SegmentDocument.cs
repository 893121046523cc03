namespace PersonaGrain.Catalogs;

/// <summary>A named condition over a profile.</summary>
/// <param name="When">The condition of membership.</param>
/// <param name="Priority">The member segment of the highest priority is a profile's <c>segment</c>; ties go to the name that sorts first.</param>
/// <param name="Score">The score whose mean over the members the segment reports; null takes the first score its condition names.</param>
/// <param name="Description">What it means, in words for people.</param>
public sealed record SegmentDocument(ConditionDocument When, int Priority = 0, string? Score = null, string? Description = null)
{
    /// <summary>How its members may best be spoken to.</summary>
    public SegmentApproach Approach { get; init; } = SegmentApproach.None;
}
