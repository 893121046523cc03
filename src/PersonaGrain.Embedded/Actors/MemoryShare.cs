using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Actors;

/// <summary>What of the memory budget actors may hold.</summary>
internal sealed class MemoryShare(EmbeddedGridOptions options, StoreFiles files)
{
    /// <summary>A collected heap takes a good two times what lives in it: measured so that the process keeps within its budget and what the option says is beside it.</summary>
    private const double ShareOfActors = 0.4;

    /// <summary>Bytes, by their own account, that the actors of one partition may hold.</summary>
    public long PerPartition { get; } = Math.Max(0, (long)((options.MemoryBudget - files.CacheBytes) * ShareOfActors)) / options.Partitions;
}
