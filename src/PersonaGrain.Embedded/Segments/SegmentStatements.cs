using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Segments;

/// <summary>The writer's statements for memberships and aggregates.</summary>
internal sealed class SegmentStatements(StoreConnection connection)
{
    public StoreStatement InsertSegment { get; } = connection.Prepare("INSERT INTO segments VALUES (?1, ?2, 0, 0, 0, 0)");

    public StoreStatement UpdateSegment { get; } = connection.Prepare(
        "UPDATE segments SET entered = ?2, exited = ?3, scored = ?4, score_sum = ?5 WHERE key = ?1");

    public StoreStatement DeleteSegment { get; } = connection.Prepare("DELETE FROM segments WHERE key = ?1");

    public StoreStatement DeleteFlow { get; } = connection.Prepare("DELETE FROM flow WHERE segment = ?1");

    public StoreStatement UpsertHour { get; } = connection.Prepare("INSERT OR REPLACE INTO flow VALUES (?1, ?2, ?3, ?4)");

    public StoreStatement DeleteHour { get; } = connection.Prepare("DELETE FROM flow WHERE segment = ?1 AND hour = ?2");

    public StoreStatement UpsertMember { get; } = connection.Prepare("INSERT OR REPLACE INTO members VALUES (?1, ?2, ?3, ?4, ?5)");

    public StoreStatement DeleteMember { get; } = connection.Prepare("DELETE FROM members WHERE segment = ?1 AND profile = ?2");
}
