using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.People;

/// <summary>
/// The table of actors that were ever sealed: each with the actor that it points to, 0 where it is sealed no more. Written in the commits that seal them.
/// </summary>
internal static class JoinedTable
{
    /// <summary>The table.</summary>
    public const string Create = "CREATE TABLE joined (actor INTEGER PRIMARY KEY, place INTEGER NOT NULL);";

    /// <summary>Every redirect of a store.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public static List<Redirect> Read(StoreConnection connection)
    {
        var redirects = new List<Redirect>();
        using var read = connection.Once("SELECT a.id, p.id FROM joined j JOIN actors p ON p.key = j.place JOIN actors a ON a.key = j.actor ORDER BY j.place");
        ActorId place = default;
        while (read.Step())
        {
            // Identities of one person share the key of where they lead.
            var text = read.Text(1);
            place = text == place.Key ? place : ActorId.Parse(text);
            redirects.Add(new Redirect(ActorId.Parse(read.Text(0)), place));
        }

        return redirects;
    }

    /// <summary>Sealed actors by key, those after one.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public static List<SealedActor> Page(StoreConnection connection, long after, int limit)
    {
        var page = new List<SealedActor>();
        using var read = connection.Once(
            "SELECT j.actor, a.id FROM joined j JOIN actors a ON a.key = j.actor WHERE j.actor > ?1 AND j.place <> 0 ORDER BY j.actor LIMIT ?2");
        read.Bind(1, after).Bind(2, limit);
        while (read.Step())
        {
            page.Add(new SealedActor(read.Number(0), ActorId.Parse(read.Text(1))));
        }

        return page;
    }

    /// <summary>Whether anybody was ever joined.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public static bool HasAny(StoreConnection connection) => connection.Number("SELECT EXISTS (SELECT 1 FROM joined)") != 0;

    /// <summary>Who holds the person of an actor: the actor itself where it is not sealed.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public static ActorId HolderOf(StoreConnection connection, ActorId actor)
    {
        using var read = connection.Once(
            "SELECT p.id FROM actors a JOIN joined j ON j.actor = a.key JOIN actors p ON p.key = j.place WHERE a.id = ?1");
        while (read.Bind(1, actor.Key).Step())
        {
            actor = ActorId.Parse(read.Text(0));
            read.Reset();
        }

        return actor;
    }

    /// <summary>Writes changes into the open transaction.</summary>
    /// <exception cref="StoreException">The store can not be written.</exception>
    public static void Write(StoreConnection connection, IReadOnlyList<JoinedRow> rows)
    {
        using var upsert = connection.Once("INSERT OR REPLACE INTO joined VALUES (?1, ?2)");
        foreach (var (actor, place) in rows)
        {
            upsert.Bind(1, actor).Bind(2, place).Run();
        }
    }
}

/// <summary>A row of the table, by keys of the store; the place is 0 where the actor is sealed no more.</summary>
internal readonly record struct JoinedRow(long Actor, long Place);

/// <summary>An actor whose person is held by another one.</summary>
/// <param name="Key">Its key in the store.</param>
/// <param name="Actor">The actor.</param>
internal readonly record struct SealedActor(long Key, ActorId Actor);
