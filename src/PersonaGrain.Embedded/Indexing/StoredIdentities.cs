using PersonaGrain.Embedded.People;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Indexing;

/// <summary>The identities of a store, read on callers' threads as of the newest commit.</summary>
internal sealed class StoredIdentities(ReaderPool readers) : IIdentityIndex
{
    /// <summary>A walk along the unique index of ids.</summary>
    private const string Read = "SELECT id FROM actors WHERE id >= ?1 AND id <= ?2 AND id > ?3 ORDER BY id LIMIT ?4";

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<ActorId>> KeyPageAsync(string prefix, string? after, int limit, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await Task.Run(() => readers.Read(connection => Page(connection, prefix, after, limit)), cancellation);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<FoundIdentity>> HoldersAsync(IReadOnlyList<ProfileId> identities, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(identities);
        return await Task.Run(() => readers.Read(connection => Holders(connection, identities)), cancellation);
    }

    private static List<ActorId> Page(StoreConnection connection, string prefix, string? after, int limit)
    {
        var actors = new List<ActorId>();
        using var read = connection.Once(Read);
        read.Bind(1, prefix).Bind(2, prefix + KeyPrefix.Last).Bind(3, after ?? string.Empty).Bind(4, limit);
        while (read.Step())
        {
            actors.Add(ActorId.Parse(read.Text(0)));
        }

        return actors;
    }

    private static List<FoundIdentity> Holders(StoreConnection connection, IReadOnlyList<ProfileId> identities)
    {
        connection.Execute("BEGIN");
        List<FoundIdentity> found = [.. identities.Select(identity => new FoundIdentity(identity, JoinedTable.HolderOf(connection, ActorId.Of(identity)).Profile))];
        connection.Execute("COMMIT");
        return found;
    }
}
