using System.Collections.Concurrent;

namespace PersonaGrain.Embedded.Store;

/// <summary>Connections for reads on callers' threads; as many as read at once, of which a few are kept open.</summary>
internal sealed class ReaderPool(Func<StoreConnection> open) : IDisposable
{
    private const int Kept = 4;

    private readonly ConcurrentBag<StoreConnection> _idle = [];
    private volatile bool _closed;

    /// <summary>Runs a read on a connection of its own; it sees every commit that returned before.</summary>
    /// <exception cref="IOException">The store can not be read.</exception>
    /// <exception cref="ObjectDisposedException">The grid has ended. Its path may be that of another store by now.</exception>
    public T Read<T>(Func<StoreConnection, T> read)
    {
        try
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(EmbeddedGrid));
            var connection = _idle.TryTake(out var idle) ? idle : open();
            try
            {
                // What was opened after the end may be the store that has the path now.
                ObjectDisposedException.ThrowIf(_closed, typeof(EmbeddedGrid));
                var result = read(connection);
                GiveBack(connection);
                return result;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (StoreException exception)
        {
            throw new IOException(exception.ToFault().Message, exception);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    private void GiveBack(StoreConnection connection)
    {
        if (_closed || _idle.Count >= Kept)
        {
            connection.Dispose();
        }
        else
        {
            _idle.Add(connection);
        }
    }
}
