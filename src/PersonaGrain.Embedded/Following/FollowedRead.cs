using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Following;

/// <summary>Asks an actor how far it has read another one's journal, durable or not: news that build on what is lost are found to be outdated.</summary>
/// <param name="follower">Who is asked.</param>
/// <param name="leader">Whose journal it is.</param>
internal sealed class FollowedRead(ActorId follower, ActorId leader) : PartitionWork, IActorTask
{
    private readonly TaskCompletionSource<long?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc />
    public ActorId Actor => follower;

    /// <summary>The newest entry that it has; 0 for none, null where it can not be asked now.</summary>
    public Task<long?> Task => _source.Task;

    /// <inheritdoc />
    public override void Run(Partition partition) => partition.Turns.Start(this, default(Instant));

    /// <inheritdoc />
    public void Run(ActorSlot? slot, ActorTurn turn)
    {
    }

    /// <inheritdoc />
    public void Ended(ActorSlot? slot) => _source.TrySetResult(slot?.Actor?.FollowedThrough(leader) ?? 0);

    /// <inheritdoc />
    public override void Fail(StoreFault fault) => _source.TrySetResult(null);

    /// <inheritdoc />
    void IActorTask.Failed(StoreFault fault) => Fail(fault);

    /// <inheritdoc />
    public void Damaged(ActorDamagedException damage) => _source.TrySetResult(null);
}
