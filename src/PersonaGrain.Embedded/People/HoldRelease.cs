using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.People;

/// <summary>A held actor is its partition's again.</summary>
internal sealed class HoldRelease(ActorHold hold) : PartitionWork
{
    /// <inheritdoc />
    public override void Run(Partition partition) => partition.Turns.Release(hold);

    /// <inheritdoc />
    public override void Fail(StoreFault fault)
    {
        foreach (var waiting in hold.Waiting)
        {
            waiting.Failed(fault);
        }
    }
}
