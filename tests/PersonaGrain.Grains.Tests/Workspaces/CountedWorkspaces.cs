using PersonaGrain.Catalogs.History;
using PersonaGrain.Auditing;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grains.Tests.Workspaces;

/// <summary>Counts how often a store of workspaces is looked into: for all of them at once, and for what is in force in a single one.</summary>
internal sealed class CountedWorkspaces(IWorkspaceStorage inner) : IWorkspaceStorage
{
    private int _looks;
    private int _asked;

    /// <summary>Looks for all workspaces.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Looks for what is in force in one.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public IAuditTrail Audit => inner.Audit;

    public WorkspaceStores Of(WorkspaceNumber workspace)
    {
        var stores = inner.Of(workspace);
        return stores with { Catalogs = new CountedCatalogs(stores.Catalogs, () => Interlocked.Increment(ref _asked)) };
    }

    public async ValueTask<WorkspaceNews> NewsAsync(long after, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _looks);

        // As a database does: it takes a while.
        await Task.Yield();
        return await inner.NewsAsync(after, cancellation);
    }

    public ValueTask<StoredWorkspace?> AddAsync(Workspace workspace, StoredCatalog catalog, CancellationToken cancellation) =>
        inner.AddAsync(workspace, catalog, cancellation);

    public ValueTask<StoredWorkspace?> ChangeAsync(StoredWorkspace changed, CancellationToken cancellation) => inner.ChangeAsync(changed, cancellation);

    public ValueTask<bool> BeginRemovalAsync(WorkspaceNumber workspace, CancellationToken cancellation) => inner.BeginRemovalAsync(workspace, cancellation);

    public ValueTask<bool> RemoveSomeAsync(WorkspaceNumber workspace, CancellationToken cancellation) => inner.RemoveSomeAsync(workspace, cancellation);

    public ValueTask SettledAsync(WorkspaceNumber workspace, SettledCatalog settled, CancellationToken cancellation) =>
        inner.SettledAsync(workspace, settled, cancellation);

    public ValueTask<IReadOnlyList<WorkspaceWake>> DueWakesAsync(int shard, Instant upTo, WorkspaceWake? after, int limit, CancellationToken cancellation) =>
        inner.DueWakesAsync(shard, upTo, after, limit, cancellation);

    public ValueTask<IReadOnlyList<WorkspaceTotals>> TotalsAsync(CancellationToken cancellation) => inner.TotalsAsync(cancellation);

    private sealed class CountedCatalogs(ICatalogStore store, Action count) : ICatalogStore
    {
        public ValueTask<StoredNews> NewestAsync(int above, long abovePublication, CancellationToken cancellation)
        {
            count();
            return store.NewestAsync(above, abovePublication, cancellation);
        }

        public ValueTask<IReadOnlyList<CatalogEntry>> EntriesAsync(int below, int limit, CancellationToken cancellation) =>
            store.EntriesAsync(below, limit, cancellation);

        public ValueTask<StoredCatalog?> FindAsync(int version, CancellationToken cancellation) => store.FindAsync(version, cancellation);

        public ValueTask<CatalogSave> SaveAsync(StoredCatalog catalog, CancellationToken cancellation) => store.SaveAsync(catalog, cancellation);

        public ValueTask<bool> PublishAsync(StoredPublication publication, int catalog, CancellationToken cancellation) =>
            store.PublishAsync(publication, catalog, cancellation);
    }
}
