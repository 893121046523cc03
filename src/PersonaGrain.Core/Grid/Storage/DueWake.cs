using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid.Storage;

/// <summary>A profile that wants to be woken. Ordered by instant, then by profile.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="At">No flip and no trigger of it comes before this.</param>
public readonly record struct DueWake(ProfileId Profile, Instant At);
