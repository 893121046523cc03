using PersonaGrain.Embedded.Journal;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>The blocks of the journal as a partition sees them: those of its batches that are not durable yet, then those of the store.</summary>
internal sealed class PendingBlocks(BatchStream batches, IBlockSource stored) : IBlockSource
{
    /// <inheritdoc />
    public ReadOnlySpan<byte> Read(long block) => batches.TryFind(block, out var bytes) ? bytes : stored.Read(block);

    /// <inheritdoc />
    public void Release() => stored.Release();
}
