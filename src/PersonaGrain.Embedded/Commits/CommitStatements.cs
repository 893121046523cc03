using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>The writer's statements for what batches bring.</summary>
internal sealed class CommitStatements(StoreConnection connection)
{
    public StoreStatement Begin { get; } = connection.Prepare("BEGIN IMMEDIATE");

    public StoreStatement Commit { get; } = connection.Prepare("COMMIT");

    public StoreStatement InsertActor { get; } = connection.Prepare("INSERT INTO actors VALUES (?1, ?2, ?3, ?4)");

    public StoreStatement InsertBlock { get; } = connection.Prepare("INSERT INTO journal VALUES (?1, ?2)");

    public StoreStatement InsertName { get; } = connection.Prepare("INSERT INTO names VALUES (?1, ?2)");

    public StoreStatement InsertEvent { get; } = connection.Prepare("INSERT INTO events VALUES (?1, ?2)");

    public StoreStatement InsertMark { get; } = connection.Prepare("INSERT OR REPLACE INTO marks VALUES (?1, ?2, ?3)");

    public StoreStatement InsertId { get; } = connection.Prepare("INSERT OR IGNORE INTO ids VALUES (?1, ?2)");

    public StoreStatement UpsertSnapshot { get; } = connection.Prepare("INSERT OR REPLACE INTO snapshots VALUES (?1, ?2, ?3, ?4)");

    public StoreStatement InsertWake { get; } = connection.Prepare("INSERT OR IGNORE INTO wakes VALUES (?1, ?2)");

    public StoreStatement DeleteWake { get; } = connection.Prepare("DELETE FROM wakes WHERE at = ?1 AND actor = ?2");

    /// <summary>An end that is out of date may come late: the newer one stays.</summary>
    public StoreStatement UpdateHead { get; } = connection.Prepare("UPDATE actors SET head = ?2, sequence = ?3 WHERE key = ?1 AND sequence < ?3");

    public IndexStatements Index { get; } = new(connection);

    public StoreStatement UpdateState { get; } = CommitState.PrepareWrite(connection);
}
