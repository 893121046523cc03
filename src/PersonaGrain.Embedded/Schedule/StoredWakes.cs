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
/// <param name="open">Opens a connection.</param>
/// <param name="isPassedOver">Whether the wake-ups of an actor, by its key, are as if they were not there.</param>
internal sealed class StoredWakes(Func<StoreConnection> open, Func<long, bool> isPassedOver) : IDisposable
{
    private const string DueSql =
        """
        SELECT w.actor, a.id, w.at FROM wakes w CROSS JOIN actors a ON a.key = w.actor
        WHERE w.at <= ?1 AND (w.at, w.actor) > (?2, ?3) ORDER BY w.at, w.actor
        """;

    private StoreConnection? _connection;
    private StoreStatement? _next;
    private StoreStatement? _due;

    /// <summary>The earliest wake-up, or never.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public Instant Next()
    {
        Open();
        while (_next!.Step())
        {
            if (!isPassedOver(_next.Number(1)))
            {
                var next = _next.Instant(0);
                _next.Reset();
                return next;
            }
        }

        return Instant.Never;
    }

    /// <summary>The actors that are due, earliest first; one that has several wake-ups comes with each.</summary>
    /// <param name="until">Up to when.</param>
    /// <param name="most">At most so many.</param>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public List<KeyedActor> Due(Instant until, int most)
    {
        Open();
        return Read(_due!, until, most, default, isPassedOver);
    }

    /// <summary>As <see cref="Due"/>, for who only looks: those after one.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public static List<KeyedActor> Read(StoreConnection connection, Instant until, int most, KeyedActor after)
    {
        using var due = connection.Once(DueSql);
        return Read(due, until, most, after, static _ => false);
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
        _next = _connection.Prepare("SELECT w.at, w.actor FROM wakes w CROSS JOIN actors a ON a.key = w.actor ORDER BY w.at");
        _due = _connection.Prepare(DueSql);
    }

    private static List<KeyedActor> Read(StoreStatement due, Instant until, int most, KeyedActor after, Func<long, bool> isPassedOver)
    {
        due.Bind(1, until).Bind(2, after.Due ?? default).Bind(3, after.Key);
        var found = new List<KeyedActor>();
        while (due.Step())
        {
            if (isPassedOver(due.Number(0)))
            {
                continue;
            }

            found.Add(new KeyedActor(due.Number(0), ActorId.Parse(due.Text(1)), due.Instant(2)));
            if (found.Count == most)
            {
                due.Reset();
                break;
            }
        }

        return found;
    }
}
