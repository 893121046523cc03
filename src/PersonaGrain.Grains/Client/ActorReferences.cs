using PersonaGrain.Grains.Actors;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>Hands out references to actors.</summary>
/// <remarks>
/// Which kind of grain serves the interface is asked of the cluster's manifest once, and not for every signal: that was 7 to 9 % of the
/// processor time of a call. A reference costs its own allocation.
/// </remarks>
internal sealed class ActorReferences(IGrainFactory grains)
{
    private volatile Kind? _kind;

    /// <summary>The grain of an actor.</summary>
    public IActorGrain this[ActorId actor]
    {
        get
        {
            var kind = _kind ??= Ask(actor);
            return (IActorGrain)grains.GetGrain(GrainId.Create(kind.Grain, actor.Key), kind.Interface);
        }
    }

    private Kind Ask(ActorId actor)
    {
        var reference = (GrainReference)grains.GetGrain<IActorGrain>(actor.Key);
        return new Kind(reference.GrainId.Type, reference.InterfaceType);
    }

    private sealed record Kind(GrainType Grain, GrainInterfaceType Interface);
}
