namespace PersonaGrain.Turns;

/// <summary>An actor that follows another one's journal.</summary>
/// <param name="Actor">Who.</param>
/// <param name="IsLeaving">It is only to be told that it follows no longer.</param>
public readonly record struct Follower(ActorId Actor, bool IsLeaving);
