using PersonaGrain.Embedded.Store;
using PersonaGrain.Indexing;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Indexing;

/// <summary>The index of fields, read on callers' threads as of the newest commit. Equal values are in the order in which their actors came to be.</summary>
/// <remarks>O(log n + page): one look-up of an actor for each row.</remarks>
internal sealed class StoredIndex(ReaderPool readers) : IFieldIndex
{
    private const string Ascending =
        """
        SELECT v.key, a.id FROM field_values v CROSS JOIN actors a ON a.key = v.actor
        WHERE v.field = ?1 AND (v.key, v.actor) > (?2, ?3) AND v.key < ?4 ORDER BY v.key, v.actor LIMIT ?5
        """;

    private const string Descending =
        """
        SELECT v.key, a.id FROM field_values v CROSS JOIN actors a ON a.key = v.actor
        WHERE v.field = ?1 AND (v.key, v.actor) < (?2, ?3) AND v.key >= ?4 ORDER BY v.key DESC, v.actor DESC LIMIT ?5
        """;

    /// <summary>Less and more than every key: they begin with what they are of.</summary>
    private static readonly byte[] Least = [0], Greatest = [byte.MaxValue];

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<IndexedActor>> IndexPageAsync(
        long field, IndexRange range, IndexedActor? after, bool descending, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await Task.Run(() => readers.Read(connection => Page(connection, field, range, after, descending, limit)), cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<IndexedActor>> IndexedAsync(long field, IReadOnlyList<ActorId> actors, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actors);
        return await Task.Run(() => readers.Read(connection => Look(connection, field, actors)), cancellation);
    }

    private static List<IndexedActor> Page(StoreConnection connection, long field, IndexRange range, IndexedActor? after, bool descending, int limit)
    {
        connection.Execute("BEGIN");
        using var read = connection.Once(descending ? Descending : Ascending);
        read.Bind(1, field).Bind(5, limit);
        if (descending)
        {
            // An actor's key is at least 1: what is less than (a key, 0) has a lesser key.
            var isBelow = after is { } last && !(range.Before <= last.Key);
            read.Bind(2, isBelow ? after!.Value.Key.Bytes.Span : Bytes(range.Before, Greatest)).Bind(3, isBelow ? KeyOf(connection, after!.Value.Actor, long.MaxValue) : 0);
            read.Bind(4, Bytes(range.From, Least));
        }
        else
        {
            var isAbove = after is { } last && !(range.From > last.Key);
            read.Bind(2, isAbove ? after!.Value.Key.Bytes.Span : Bytes(range.From, Least)).Bind(3, isAbove ? KeyOf(connection, after!.Value.Actor, 0) : 0);
            read.Bind(4, Bytes(range.Before, Greatest));
        }

        var page = new List<IndexedActor>();
        while (read.Step())
        {
            page.Add(new IndexedActor(ActorId.Parse(read.Text(1)), SortKey.Read(read.Blob(0))));
        }

        connection.Execute("COMMIT");
        return page;
    }

    private static ReadOnlySpan<byte> Bytes(SortKey? key, byte[] otherwise) => key is { } bound ? bound.Bytes.Span : otherwise;

    private static long KeyOf(StoreConnection connection, ActorId actor, long unknown)
    {
        using var read = connection.Once("SELECT key FROM actors WHERE id = ?1");
        return read.Bind(1, actor.Key).Step() ? read.Number(0) : unknown;
    }

    private static List<IndexedActor> Look(StoreConnection connection, long field, IReadOnlyList<ActorId> actors)
    {
        connection.Execute("BEGIN");
        using var read = connection.Once("SELECT key FROM field_values WHERE actor = (SELECT key FROM actors WHERE id = ?1) AND field = ?2");
        read.Bind(2, field);
        var found = new List<IndexedActor>(actors.Count);
        foreach (var actor in actors)
        {
            if (read.Bind(1, actor.Key).Step())
            {
                found.Add(new IndexedActor(actor, SortKey.Read(read.Blob(0))));
                read.Reset();
            }
        }

        connection.Execute("COMMIT");
        return found;
    }
}
