using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>Runs something on a partition, after everything that was handed to it before and the long turns that are under way; done when all that is durable.</summary>
internal sealed class PartitionFlush(Action<Partition>? action = null) : PartitionWork
{
    private readonly CommitTask _committed = new();

    /// <summary>Null when durable, else why not.</summary>
    public Task<StoreFault?> Task => _committed.Task;

    /// <inheritdoc />
    public override void Run(Partition partition)
    {
        if (partition.Turns.LongTurns.Count > 0)
        {
            partition.RunAfterLongTurns(this);
            return;
        }

        action?.Invoke(partition);
        partition.WhenDurable(_committed);
    }

    /// <inheritdoc />
    public override void Fail(StoreFault fault) => _committed.Failed(fault);
}
