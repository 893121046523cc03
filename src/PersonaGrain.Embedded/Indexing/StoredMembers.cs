using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Indexing;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Indexing;

/// <summary>The members of segments as a search asks for them, as of the newest commit.</summary>
internal sealed class StoredMembers(ReaderPool readers, ActorKeyCache keys) : ISegmentMembers
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

    private HashSet<ActorId> Among(StoreConnection connection, string segment, IReadOnlyList<ActorId> actors)
    {
        connection.Execute("BEGIN");
        var known = keys.Find(connection, actors);
        var members = new HashSet<ActorId>();
        using var read = connection.Once("SELECT 1 FROM members WHERE segment = (SELECT key FROM segments WHERE name = ?2) AND actor = ?1");
        read.Bind(2, segment);
        for (var index = 0; index < known.Length; index++)
        {
            if (read.Bind(1, known[index]).Step())
            {
                members.Add(actors[index]);
                read.Reset();
            }
        }

        connection.Execute("COMMIT");
        return members;
    }
}
