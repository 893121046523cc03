using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Segments;

/// <summary>The writer's statements for memberships and aggregates.</summary>
internal sealed class SegmentStatements(StoreConnection connection)
{
    public StoreStatement UpsertSegment { get; } = connection.Prepare("INSERT OR REPLACE INTO segments VALUES (?1, ?2, ?3)");

    public StoreStatement DeleteSegment { get; } = connection.Prepare("DELETE FROM segments WHERE key = ?1");

    public StoreStatement UpsertMember { get; } = connection.Prepare("INSERT OR REPLACE INTO members VALUES (?1, ?2, ?3, ?4)");

    public StoreStatement DeleteMember { get; } = connection.Prepare("DELETE FROM members WHERE segment = ?1 AND actor = ?2");
}
