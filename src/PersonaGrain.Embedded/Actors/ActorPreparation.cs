using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>Brings one actor to memory and under what is in force, whatever has to be read for that.</summary>
internal sealed class ActorPreparation(ActorId actor) : IActorTask
{
    private readonly TaskCompletionSource<StoreFault?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc />
    public ActorId Actor => actor;

    /// <summary>Null when it is there, else why not.</summary>
    public Task<StoreFault?> Task => _source.Task;

    /// <inheritdoc />
    public void Run(ActorSlot? slot, ActorTurn turn)
    {
    }

    /// <inheritdoc />
    public void Ended(ActorSlot? slot) => _source.TrySetResult(null);

    /// <inheritdoc />
    public void Failed(StoreFault fault) => _source.TrySetResult(fault);

    /// <summary>The actor can not be read: there is nothing to prepare.</summary>
    public bool IsDamaged { get; private set; }

    /// <inheritdoc />
    public void Damaged(ActorDamagedException damage)
    {
        IsDamaged = true;
        _source.TrySetResult(null);
    }
}
