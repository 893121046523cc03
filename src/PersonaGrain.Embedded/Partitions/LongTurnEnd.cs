using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>A turn that read a long history is to be ended on its partition.</summary>
internal sealed class LongTurnEnd(LongTurn turn) : PartitionWork
{
    /// <inheritdoc />
    public override void Run(Partition partition) => partition.Turns.EndLong(turn);

    /// <inheritdoc />
    public override void Fail(StoreFault fault)
    {
        turn.Task?.Failed(fault);
        foreach (var waiting in turn.Waiting)
        {
            waiting.Failed(fault);
        }
    }
}
