using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>One thing for a partition to do.</summary>
internal abstract class PartitionWork
{
    /// <summary>Does it, on the partition's thread.</summary>
    public abstract void Run(Partition partition);

    /// <summary>It could not be done: the store failed or the grid closes.</summary>
    public abstract void Fail(StoreFault fault);
}
