using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Actors;

/// <summary>A task on one actor as it lies in the queue of its partition.</summary>
internal sealed class ActorWork(IActorTask task) : PartitionWork
{
    /// <inheritdoc />
    public override void Run(Partition partition) => partition.Turns.Start(task);

    /// <inheritdoc />
    public override void Fail(StoreFault fault) => task.Failed(fault);
}
