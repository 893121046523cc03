using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Embedded.Events;

/// <summary>Reads committed events from the store.</summary>
internal static class EventReader
{
    public static List<GridEvent> Read(StoreConnection connection, long after, int limit)
    {
        using var read = connection.Once(
            """
            SELECT e.position, e.kind, p.id, e.subject, e.at, e.version
            FROM events e JOIN profiles p ON p.key = e.profile
            WHERE e.position > ?1 ORDER BY e.position LIMIT ?2
            """);
        read.Bind(1, after).Bind(2, limit);
        var events = new List<GridEvent>(Math.Min(limit, 1024));
        while (read.Step())
        {
            events.Add(new GridEvent(
                read.Number(0), (GridEventKind)read.Number(1), ProfileId.Parse(read.Text(2)), read.Text(3), read.Instant(4), (int)read.Number(5)));
        }

        return events;
    }
}
