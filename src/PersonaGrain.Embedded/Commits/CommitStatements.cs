using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Commits;

/// <summary>The writer's statements for profiles, journal, events and snapshots.</summary>
internal sealed class CommitStatements(StoreConnection connection)
{
    public StoreStatement Begin { get; } = connection.Prepare("BEGIN IMMEDIATE");

    public StoreStatement Commit { get; } = connection.Prepare("COMMIT");

    public StoreStatement InsertProfile { get; } = connection.Prepare("INSERT INTO profiles VALUES (?1, ?2)");

    public StoreStatement InsertSignal { get; } = connection.Prepare("INSERT INTO journal VALUES (?1, ?2, ?3, ?4)");

    public StoreStatement InsertEvent { get; } = connection.Prepare("INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

    public StoreStatement UpsertSnapshot { get; } = connection.Prepare(
        "INSERT OR REPLACE INTO snapshots (profile, position, journal, events, catalog, wake, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    public StoreStatement UpdateState { get; } = CommitState.PrepareWrite(connection);
}
