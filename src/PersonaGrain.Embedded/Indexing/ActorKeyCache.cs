using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Indexing;

/// <summary>The keys of actors that searches came across last. A key never changes.</summary>
/// <remarks>What a search asks of a page of actors, most of them looked at just before, then needs no look-up by text.</remarks>
internal sealed class ActorKeyCache
{
    private const int Capacity = 8_192;

    private readonly Dictionary<ActorId, long> _keys = [];
    private readonly Lock _gate = new();

    /// <summary>Remembers keys.</summary>
    public void Add(IReadOnlyList<ActorId> actors, IReadOnlyList<long> keys)
    {
        lock (_gate)
        {
            if (_keys.Count + actors.Count > Capacity)
            {
                _keys.Clear();
            }

            for (var index = 0; index < actors.Count; index++)
            {
                _keys[actors[index]] = keys[index];
            }
        }
    }

    /// <summary>The keys of actors, in their order; 0 for one that the store does not have.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public long[] Find(StoreConnection connection, IReadOnlyList<ActorId> actors)
    {
        var keys = new long[actors.Count];
        lock (_gate)
        {
            for (var index = 0; index < keys.Length; index++)
            {
                keys[index] = _keys.GetValueOrDefault(actors[index]);
            }
        }

        using var read = connection.Once("SELECT key FROM actors WHERE id = ?1");
        for (var index = 0; index < keys.Length; index++)
        {
            if (keys[index] == 0 && read.Bind(1, actors[index].Key).Step())
            {
                keys[index] = read.Number(0);
                read.Reset();
            }
        }

        return keys;
    }
}
