using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Journal;

/// <summary>Finds out who has a key.</summary>
internal sealed class ActorNames(StoreConnection connection) : IDisposable
{
    private readonly StoreStatement _find = connection.Once("SELECT id FROM actors WHERE key = ?1");

    /// <summary>The actor of a key.</summary>
    /// <exception cref="StoreException">There is none, or the store can not be read.</exception>
    public ActorId Find(long key)
    {
        if (!_find.Bind(1, key).Step())
        {
            throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"actor {key} has entries but no id");
        }

        var actor = ActorId.Parse(_find.Text(0));
        _find.Reset();
        return actor;
    }

    /// <inheritdoc />
    public void Dispose() => _find.Dispose();
}
