using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>A turn that reads a long history beside its partition. Until it ends, its actor is nobody else's, and what wants the actor waits.</summary>
/// <param name="slot">The actor.</param>
/// <param name="turn">The turn.</param>
/// <param name="pending">The step of the turn that is not done yet.</param>
/// <param name="task">What the turn was begun for; null where the turn took signals, which are in a batch already.</param>
internal sealed class LongTurn(ActorSlot slot, ActorTurn turn, Task pending, IActorTask? task)
{
    private readonly List<IActorTask> _waiting = [];

    public ActorSlot Slot { get; } = slot;

    public ActorTurn Turn { get; } = turn;

    public Task Pending { get; } = pending;

    public IActorTask? Task { get; } = task;

    /// <summary>How many entries of the turn are in a batch already.</summary>
    public int Written { get; set; }

    /// <summary>A commit failed meanwhile: what the turn builds on may not count.</summary>
    public bool IsLost { get; set; }

    /// <summary>What wants the actor next, in order.</summary>
    public IReadOnlyList<IActorTask> Waiting => _waiting;

    /// <summary>Lets something wait for the end.</summary>
    public void Add(IActorTask task) => _waiting.Add(task);
}
