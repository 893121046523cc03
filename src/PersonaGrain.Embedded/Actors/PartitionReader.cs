using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Actors;

/// <summary>The connection on which a partition reads: opened when it is first needed, and anew after a failure.</summary>
internal sealed class PartitionReader(PartitionContext context, BatchStream batches) : IDisposable
{
    private StoreConnection? _connection;
    private ActorLoader? _loader;

    /// <summary>Reads actors, with the entries that are not durable yet.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public ActorLoader Loader => _loader ?? Open();

    /// <summary>Lets go of the connection.</summary>
    public void Dispose()
    {
        _loader?.Dispose();
        _connection?.Dispose();
        (_loader, _connection) = (null, null);
    }

    private ActorLoader Open()
    {
        _connection = context.Files.OpenReader();
        return _loader = new ActorLoader(_connection, context.Names, stored => new PendingBlocks(batches, stored));
    }
}
