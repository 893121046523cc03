using PersonaGrain.Catalogs.History;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Client;

/// <summary>The catalogs that came in force in one workspace, read from the store.</summary>
internal sealed class ClusterHistory(WorkspaceServices workspace) : ICatalogHistory
{
    /// <inheritdoc />
    public async ValueTask<CatalogHistoryPage> PageAsync(int? below, int limit, CancellationToken cancellation)
    {
        CatalogRetention.CheckLimit(limit);
        workspace.ThrowIfRemoved();
        return CatalogHistoryPage.Of(await workspace.Store.EntriesAsync(below ?? int.MaxValue, limit + 1, cancellation), limit);
    }

    /// <inheritdoc />
    public async ValueTask<CatalogRevision?> FindAsync(int version, CancellationToken cancellation)
    {
        workspace.ThrowIfRemoved();
        return await workspace.Store.FindAsync(version, cancellation) is { } found ? new CatalogRevision(found.Entry, found.Json) : null;
    }
}
