using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.People;

/// <summary>An actor whose journal the writer itself extends with a commit: from the commit's barrier until it is over, what wants the actor waits.</summary>
/// <remarks>Of its partition up to the barrier and from its release on, of the writer in between.</remarks>
internal sealed class ActorHold(ActorId actor, Partition partition)
{
    private readonly List<IActorTask> _waiting = [];

    public ActorId Actor => actor;

    public Partition Partition => partition;

    /// <summary>The actor in memory; null where it is not held.</summary>
    public ActorSlot? Slot { get; set; }

    /// <summary>Where its journal ends: at the barrier, then behind what the commit adds.</summary>
    public ActorAddress End { get; set; }

    /// <summary>Something reads its long history: it is not held, and can not be written to.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Why it is not held; null where it is.</summary>
    public StoreFault? Fault { get; set; }

    /// <summary>The commit added to its journal.</summary>
    public bool IsWritten { get; set; }

    /// <summary>What wants the actor next, in order.</summary>
    public IReadOnlyList<IActorTask> Waiting => _waiting;

    /// <summary>Lets something wait for the end.</summary>
    public void Add(IActorTask task) => _waiting.Add(task);
}
