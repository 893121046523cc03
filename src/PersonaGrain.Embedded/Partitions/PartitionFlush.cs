using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>Runs something on a partition, after everything that was handed to it before; done when all that is durable.</summary>
internal sealed class PartitionFlush(Action<Partition>? action = null) : PartitionWork
{
    private readonly CommitTask _committed = new();

    /// <summary>True when durable, false when a commit failed meanwhile.</summary>
    public Task<bool> Task => _committed.Task;

    /// <summary>Why it could not be done at all; null where it was done.</summary>
    public StoreFault? Fault { get; private set; }

    /// <inheritdoc />
    public override void Run(Partition partition)
    {
        action?.Invoke(partition);
        if (partition.IsFaulted)
        {
            _committed.Failed(partition.Context.Writer.Fault!);
        }
        else
        {
            partition.Batch.Waiters.Add(_committed);
        }
    }

    /// <inheritdoc />
    public override void Fail(StoreFault fault)
    {
        Fault = fault;
        _committed.Failed(fault);
    }
}
