using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Events;

/// <summary>Reads committed events: the list of events says where in the journal each stands. One that is damaged is passed over; whoever reads its profile is told.</summary>
internal static class EventReader
{
    /// <summary>A page of events after a position, oldest first.</summary>
    /// <param name="connection">Where to read.</param>
    /// <param name="names">The names of the store.</param>
    /// <param name="after">The position.</param>
    /// <param name="limit">The most events.</param>
    /// <param name="pruned">Events up to here are pruned.</param>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public static EventPage Read(StoreConnection connection, INameTable names, long after, int limit, long pruned)
    {
        var events = new List<GridEvent>();
        var (last, rows) = (after, 0);
        foreach (var (position, told, _) in Stream(connection, names, after, limit + 1L))
        {
            if (rows++ == limit)
            {
                return new EventPage(events, last, Complete: false, pruned);
            }

            last = position;
            if (told is not null)
            {
                events.Add(told);
            }
        }

        return new EventPage(events, last, Complete: true, pruned);
    }

    /// <summary>Events after a position, oldest first, one at a time, each with its entry; no event where it is damaged.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public static IEnumerable<(long Position, GridEvent? Event, JournalEntry Entry)> Stream(
        StoreConnection connection, INameTable names, long after, long limit = long.MaxValue)
    {
        using var read = connection.Once("SELECT position, entry FROM events WHERE position > ?1 ORDER BY position LIMIT ?2");
        using var blocks = new StoredBlocks(connection);
        using var actors = new ActorNames(connection);
        read.Bind(1, after).Bind(2, limit);
        while (read.Step())
        {
            var position = read.Number(0);
            yield return TryDecode(blocks, names, new JournalPosition(read.Number(1)), out var actor, out var entry, out var committed)
                ? (position, GridEvent.Of(position, actors.Find(actor).Profile, entry, committed), entry)
                : (position, null, default);
        }
    }

    /// <summary>When the event of an entry was committed; before everything where it can not be read.</summary>
    /// <exception cref="StoreException">The store can not be read.</exception>
    public static Instant CommittedAt(IBlockSource blocks, INameTable names, JournalPosition position) =>
        TryDecode(blocks, names, position, out _, out _, out var committed) ? committed : default;

    private static bool TryDecode(
        IBlockSource blocks, INameTable names, JournalPosition position, out long actor, out JournalEntry entry, out Instant committed)
    {
        try
        {
            var row = new BlockReader(position.Block, blocks.Read(position.Block)).At(position.Index);
            (actor, entry) = (row.Actor, JournalEntryCodec.Read(row.Kind, row.Payload, names));
            committed = row.Committed(entry);
            return entry.IsEvent;
        }
        catch (Exception damage) when (damage is FormatException or StoreException { IsDamage: true })
        {
            (actor, entry, committed) = (0, default, default);
            return false;
        }
    }
}
