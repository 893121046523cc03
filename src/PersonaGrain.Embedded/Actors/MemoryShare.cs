using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Actors;

/// <summary>What of the memory budget actors may hold.</summary>
internal sealed class MemoryShare(EmbeddedGridOptions options, StoreFiles files)
{
    /// <summary>Bytes, by their own account, that the actors of one partition may hold.</summary>
    public long PerPartition { get; } = Math.Max(0, (long)((options.MemoryBudget - files.CacheBytes) * 0.6)) / options.Partitions;
}
