using System.Text;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>Hands out references to the actors of one workspace.</summary>
/// <remarks>
/// Which kind of grain serves the interface is asked of the cluster's manifest once, and not for every signal: that was 7 to 9 % of the
/// processor time of a call. A reference costs its own allocation, and that of its key.
/// </remarks>
internal sealed class ActorReferences(IGrainFactory grains, WorkspaceNumber workspace)
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(workspace.Prefix);
    private volatile Kind? _kind;

    /// <summary>The grain of an actor.</summary>
    public IActorGrain this[ActorId actor]
    {
        get
        {
            var kind = _kind ??= Ask(actor);
            return (IActorGrain)grains.GetGrain(new GrainId(kind.Grain, KeyOf(actor)), kind.Interface);
        }
    }

    /// <summary>Written straight into the bytes that the key consists of: no text is put together first.</summary>
    private IdSpan KeyOf(ActorId actor)
    {
        var bytes = new byte[_prefix.Length + Encoding.UTF8.GetByteCount(actor.Key)];
        _prefix.CopyTo(bytes, 0);
        Encoding.UTF8.GetBytes(actor.Key, bytes.AsSpan(_prefix.Length));
        return new IdSpan(bytes);
    }

    private Kind Ask(ActorId actor)
    {
        var reference = (GrainReference)grains.GetGrain<IActorGrain>(actor.Key);
        return new Kind(reference.GrainId.Type, reference.InterfaceType);
    }

    private sealed record Kind(GrainType Grain, GrainInterfaceType Interface);
}
