using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>An actor can not be loaded or can not go on: the store is damaged in its place, or it was written by a later version. Others are not concerned.</summary>
internal sealed class ActorDamagedException(ActorId actor, Exception cause)
    : Exception($"{(actor.IsProfile ? "profile" : "actor")} {actor} can not be read ({cause.Message}); restore a backup of the store", cause)
{
    /// <summary>Who it is.</summary>
    public ActorId Actor { get; } = actor;
}
