using System.Collections.Concurrent;

namespace PersonaGrain.Embedded.Store;

/// <summary>Connections for reads on callers' threads; as many as read at once.</summary>
internal sealed class ReaderPool(StoreFiles files) : IDisposable
{
    private readonly ConcurrentBag<StoreConnection> _idle = [];

    /// <summary>Runs a read on a connection of its own; it sees every commit that returned before.</summary>
    /// <exception cref="IOException">The store can not be read.</exception>
    public T Read<T>(Func<StoreConnection, T> read)
    {
        try
        {
            var connection = _idle.TryTake(out var idle) ? idle : files.OpenReader();
            try
            {
                var result = read(connection);
                _idle.Add(connection);
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
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }
}
