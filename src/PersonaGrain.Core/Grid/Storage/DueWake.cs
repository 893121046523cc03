using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grid.Storage;

/// <summary>A profile that wants to be woken. Ordered by instant, then by profile.</summary>
/// <param name="Actor">The profile.</param>
/// <param name="At">No flip and no trigger of it comes before this.</param>
public readonly record struct DueWake(ActorId Actor, Instant At);
