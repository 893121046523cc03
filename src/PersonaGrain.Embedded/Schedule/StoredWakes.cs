using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Schedule;

/// <summary>The wake-ups of all actors, as the store has them.</summary>
/// <remarks>
/// Of each actor that waits for something one is no later than that. There may be others: later ones, which an earlier one went before, and those of which an actor that came to memory anew does not know.
/// One that comes too early does no harm: the turn that it causes takes it out.
/// </remarks>
internal sealed class StoredWakes(Func<StoreConnection> open) : IDisposable
{
    private const string DueSql =
        """
        SELECT w.actor, a.id, w.at FROM wakes w CROSS JOIN actors a ON a.key = w.actor
        WHERE w.at <= ?1 AND (w.at, w.actor) > (?3, ?4) ORDER BY w.at, w.actor LIMIT ?2
        """;

    private StoreConnection? _connection;
    private StoreStatement? _next;
    private StoreStatement? _due;

    /// <summary>The earliest wake-up, or never.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public Instant Next()
    {
        Open();
        var next = _next!.Step() ? _next.Instant(0) : Instant.Never;
        _next.Reset();
        return next;
    }

    /// <summary>The actors that are due, earliest first; one that has several wake-ups comes with each.</summary>
    /// <param name="until">Up to when.</param>
    /// <param name="most">At most so many.</param>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public List<KeyedActor> Due(Instant until, int most)
    {
        Open();
        return Read(_due!, until, most, default);
    }

    /// <summary>As <see cref="Due"/>, for who only looks: those after one.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public static List<KeyedActor> Read(StoreConnection connection, Instant until, int most, KeyedActor after)
    {
        using var due = connection.Once(DueSql);
        return Read(due, until, most, after);
    }

    /// <summary>Lets go of the store; the next read opens it anew.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private void Open()
    {
        if (_connection is not null)
        {
            return;
        }

        _connection = open();
        _next = _connection.Prepare("SELECT w.at FROM wakes w CROSS JOIN actors a ON a.key = w.actor ORDER BY w.at LIMIT 1");
        _due = _connection.Prepare(DueSql);
    }

    private static List<KeyedActor> Read(StoreStatement due, Instant until, int most, KeyedActor after)
    {
        due.Bind(1, until).Bind(2, most).Bind(3, after.Due ?? default).Bind(4, after.Key);
        var found = new List<KeyedActor>();
        while (due.Step())
        {
            found.Add(new KeyedActor(due.Number(0), ActorId.Parse(due.Text(1)), due.Instant(2)));
        }

        return found;
    }
}
