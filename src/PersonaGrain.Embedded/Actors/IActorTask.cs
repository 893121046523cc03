using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>What somebody wants of one actor. It is run and ended, or fails in one of two ways; once, on the partition's thread or when that ends.</summary>
internal interface IActorTask
{
    /// <summary>Who it is about.</summary>
    ActorId Actor { get; }

    /// <summary>Whether an actor that the store does not have may come to be by it.</summary>
    bool Creates => false;

    /// <summary>
    /// Changes the actor before it is looked at, once it is there, under what is in force, and lived up to the turn's instant. Where it reads a long history
    /// of the actor it goes on beside the partition.
    /// </summary>
    ValueTask ActAsync(ActorTurn turn, IActorStorage storage, CancellationToken cancellation) => default;

    /// <summary>The actor is there, under what is in force, and lived up to the turn's instant; what the turn did is committed afterwards. Null where the store has no such actor.</summary>
    void Run(ActorSlot? slot, ActorTurn turn);

    /// <summary>What the turn did is in the batch: its end.</summary>
    void Ended(ActorSlot? slot);

    /// <summary>It could not be done: the store failed, or the grid closes.</summary>
    void Failed(StoreFault fault);

    /// <summary>It can not be done: the actor is damaged.</summary>
    void Damaged(ActorDamagedException damage);
}
