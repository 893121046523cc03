using PersonaGrain.Segments;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Times;

/// <summary>What becomes of a profile if nothing arrives.</summary>
/// <param name="Profile">Who was asked for.</param>
/// <param name="Then">The profile then; null where it is unknown, another identity holds its person, or it can not be read.</param>
/// <param name="IsPassedOver">It can not be read: it is told as it is recorded.</param>
internal sealed record ForeseenProfile(ProfileId Profile, ProfileReading? Then, bool IsPassedOver)
{
    /// <summary>The last change of each segment when it was looked at, before anything that is foreseen.</summary>
    internal IReadOnlyList<MembershipChange> Before { get; init; } = [];
}
