using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Indexing;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Indexing;

/// <summary>The members of segments as a search asks for them, as of the newest commit.</summary>
internal sealed class StoredMembers(ReaderPool readers) : ISegmentMembers
{
    /// <inheritdoc />
    public async ValueTask<long> MemberCountAsync(string segment, CancellationToken cancellation) =>
        await Task.Run(() => readers.Read(connection => SegmentReader.Find(connection, segment)?.Aggregate.Count ?? 0), cancellation);

    /// <inheritdoc />
    public async ValueTask<MemberPage> MemberPageAsync(string segment, string? cursor, int limit, CancellationToken cancellation)
    {
        var after = MemberReader.ParseCursor(cursor);
        return await Task.Run(() => readers.Read(connection => MemberReader.Read(connection, segment, after, limit)), cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlySet<ActorId>> MembersAmongAsync(string segment, IReadOnlyList<ActorId> actors, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actors);
        return await Task.Run(() => readers.Read(connection => Among(connection, segment, actors)), cancellation);
    }

    private static HashSet<ActorId> Among(StoreConnection connection, string segment, IReadOnlyList<ActorId> actors)
    {
        connection.Execute("BEGIN");
        var members = new HashSet<ActorId>();
        using var read = connection.Once(
            "SELECT 1 FROM members WHERE segment = (SELECT key FROM segments WHERE name = ?2) AND actor = (SELECT key FROM actors WHERE id = ?1)");
        read.Bind(2, segment);
        foreach (var actor in actors)
        {
            if (read.Bind(1, actor.Key).Step())
            {
                members.Add(actor);
                read.Reset();
            }
        }

        connection.Execute("COMMIT");
        return members;
    }
}
