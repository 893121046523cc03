using Npgsql;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Turns;
using static PersonaGrain.Postgres.PostgresReader;

namespace PersonaGrain.Postgres.Indexing;

/// <summary>Reads the index of fields.</summary>
/// <remarks>A page is a walk along one index, which has all of it: O(log n + page), wherever it begins.</remarks>
internal sealed class FieldQueries(PostgresReader reader)
{
    internal const string Ascending = """
        SELECT actor, key FROM personagrain.field_values
        WHERE workspace = $1 AND field = $2 AND (key, actor) > ($3, $4) AND key < $5
        ORDER BY key, actor LIMIT $6
        """;

    internal const string Descending = """
        SELECT actor, key FROM personagrain.field_values
        WHERE workspace = $1 AND field = $2 AND (key, actor) < ($3, $4) AND key >= $5
        ORDER BY key DESC, actor DESC LIMIT $6
        """;

    internal const string Found = "SELECT actor, key FROM personagrain.field_values WHERE workspace = $1 AND field = $2 AND actor = ANY ($3)";

    private static readonly byte[] Least = [];

    /// <summary>Greater than every key: none begins with this.</summary>
    private static readonly byte[] Greatest = [0xFF];

    /// <summary>See <see cref="IFieldIndex.IndexPageAsync"/>.</summary>
    public Task<List<IndexedActor>> PageAsync(
        WorkspaceNumber workspace, long field, IndexRange range, IndexedActor? after, bool descending, int limit, CancellationToken cancellation)
    {
        var (from, before) = (range.From?.Bytes.ToArray() ?? Least, range.Before?.Bytes.ToArray() ?? Greatest);

        // No actor has an empty key: from there on all of a value are after it, and none is before it.
        var bound = descending ? before : from;
        var isWithin = after is { } last && (descending ? !(range.Before <= last.Key) : !(range.From > last.Key));
        return reader.QueryAsync(
            descending ? Descending : Ascending,
            Read,
            cancellation,
            With(workspace.Value),
            With(field),
            With(isWithin ? after!.Value.Key.Bytes.ToArray() : bound),
            With(isWithin ? after!.Value.Actor.Key : string.Empty),
            With(descending ? from : before),
            With(limit));
    }

    /// <summary>See <see cref="IFieldIndex.IndexedAsync"/>.</summary>
    public async Task<IReadOnlyList<IndexedActor>> FindAsync(
        WorkspaceNumber workspace, long field, IReadOnlyList<ActorId> actors, CancellationToken cancellation)
    {
        string[] keys = [.. actors.Select(static actor => actor.Key)];
        return keys.Length == 0 ? [] : await reader.QueryAsync(Found, Read, cancellation, With(workspace.Value), With(field), With(keys));
    }

    private static IndexedActor Read(NpgsqlDataReader row) => new(ActorId.Parse(row.GetString(0)), SortKey.Read(row.GetFieldValue<byte[]>(1)));
}
