using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Actors;

/// <summary>Goes over all actors of a store in the order of their keys.</summary>
internal static class ActorPages
{
    /// <summary>The next actors after a key.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="after">The key that was read last; 0 for none.</param>
    /// <param name="last">The greatest key wanted.</param>
    /// <param name="most">At most so many.</param>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public static List<KeyedActor> Read(StoreConnection connection, long after, long last, int most)
    {
        using var read = connection.Once("SELECT key, id FROM actors WHERE key > ?1 AND key <= ?2 ORDER BY key LIMIT ?3");
        read.Bind(1, after).Bind(2, last).Bind(3, most);
        var page = new List<KeyedActor>(most);
        while (read.Step())
        {
            page.Add(new KeyedActor(read.Number(0), ActorId.Parse(read.Text(1))));
        }

        return page;
    }
}
