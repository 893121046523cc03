using PersonaGrain.Embedded.Store;
using PersonaGrain.Indexing;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Indexing;

/// <summary>The index of fields, read on callers' threads as of the newest commit. Equal values are in the order in which their actors came to be.</summary>
/// <remarks>O(log n + page): one look-up of an actor for each row.</remarks>
internal sealed class StoredIndex(ReaderPool readers, ActorKeyCache keys) : IFieldIndex
{
    private const string Ascending =
        $"""
        SELECT v.key, v.actor, a.id FROM field_values v CROSS JOIN actors a ON a.key = v.actor
        WHERE v.field = {FieldValuesTable.NumberOf} AND (v.key, v.actor) > (?3, ?4) AND v.key < ?5 ORDER BY v.key, v.actor LIMIT ?1
        """;

    private const string Descending =
        $"""
        SELECT v.key, v.actor, a.id FROM field_values v CROSS JOIN actors a ON a.key = v.actor
        WHERE v.field = {FieldValuesTable.NumberOf} AND (v.key, v.actor) < (?3, ?4) AND v.key >= ?5 ORDER BY v.key DESC, v.actor DESC LIMIT ?1
        """;

    private const string OfActor = $"SELECT key FROM field_values WHERE actor = ?1 AND field = {FieldValuesTable.NumberOf}";

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

    private List<IndexedActor> Page(StoreConnection connection, long field, IndexRange range, IndexedActor? after, bool descending, int limit)
    {
        connection.Execute("BEGIN");
        using var read = connection.Once(descending ? Descending : Ascending);
        read.Bind(1, limit).Bind(2, field);
        Bind(read, connection, range, after, descending);
        var (page, actors, found) = (new List<IndexedActor>(), new List<ActorId>(), new List<long>());
        while (read.Step())
        {
            var actor = ActorId.Parse(read.Text(2));
            page.Add(new IndexedActor(actor, SortKey.Read(read.Blob(0))));
            actors.Add(actor);
            found.Add(read.Number(1));
        }

        connection.Execute("COMMIT");
        keys.Add(actors, found);
        return page;
    }

    /// <summary>Binds where a page begins, and the bound at its other end.</summary>
    private void Bind(StoreStatement read, StoreConnection connection, IndexRange range, IndexedActor? after, bool descending)
    {
        var (begin, end) = descending ? (range.Before, range.From) : (range.From, range.Before);
        var (first, last) = descending ? (Greatest, Least) : (Least, Greatest);
        if (after is { } place && (descending ? !(begin <= place.Key) : !(begin > place.Key)))
        {
            // Of a place that the store does not have all of its value follow.
            var key = keys.Find(connection, [place.Actor])[0];
            read.Bind(3, place.Key.Bytes.Span).Bind(4, key == 0 && descending ? long.MaxValue : key);
        }
        else
        {
            // The key of an actor is at least 1: beyond (a key, 0) lies that key upwards, and not downwards.
            read.Bind(3, begin is { } bound ? bound.Bytes.Span : first).Bind(4, 0);
        }

        read.Bind(5, end is { } other ? other.Bytes.Span : last);
    }

    private List<IndexedActor> Look(StoreConnection connection, long field, IReadOnlyList<ActorId> actors)
    {
        connection.Execute("BEGIN");
        var known = keys.Find(connection, actors);
        using var read = connection.Once(OfActor);
        read.Bind(2, field);
        var found = new List<IndexedActor>(actors.Count);
        for (var index = 0; index < known.Length; index++)
        {
            if (read.Bind(1, known[index]).Step())
            {
                found.Add(new IndexedActor(actors[index], SortKey.Read(read.Blob(0))));
                read.Reset();
            }
        }

        connection.Execute("COMMIT");
        return found;
    }
}
