using PersonaGrain.Embedded.Store;
using SQLitePCL;

namespace PersonaGrain.Embedded.Journal;

/// <summary>The blocks that are in the store. Entries that follow each other in one block are read without looking for it again.</summary>
internal sealed class StoredBlocks(StoreConnection connection) : IBlockSource, IDisposable
{
    private readonly StoreStatement _find = connection.Once("SELECT entries FROM journal WHERE block = ?1");
    private long _held;

    /// <inheritdoc />
    public ReadOnlySpan<byte> Read(long block)
    {
        if (_held != block)
        {
            Release();
            if (!_find.Bind(1, block).Step())
            {
                throw new StoreException(raw.SQLITE_CORRUPT, $"block {block} of the journal is missing");
            }

            _held = block;
        }

        return _find.Blob(0);
    }

    /// <inheritdoc />
    public void Dispose() => _find.Dispose();

    /// <inheritdoc />
    public void Release()
    {
        if (_held != 0)
        {
            _find.Reset();
            _held = 0;
        }
    }
}
