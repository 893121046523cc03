using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tests.Samples;

/// <summary>A directory whose store fails when it is told to.</summary>
internal sealed class FaultyDirectory(IGridDirectory inner) : IGridDirectory
{
    /// <summary>What a change of a workspace is answered with, or fails with, instead; null lets it through.</summary>
    internal Func<WorkspaceChange>? OnChange { get; set; }

    public IReadOnlyList<Workspace> Workspaces => inner.Workspaces;

    public long Version => inner.Version;

    public IAuditTrail Audit => inner.Audit;

    public IProfileGrid? Find(WorkspaceName workspace) => inner.Find(workspace);

    public ValueTask RefreshAsync(CancellationToken cancellation) => inner.RefreshAsync(cancellation);

    public ValueTask<WorkspaceChange> AddAsync(Workspace workspace, CatalogDocument catalog, CancellationToken cancellation) => inner.AddAsync(workspace, catalog, cancellation);

    public ValueTask<WorkspaceChange> ChangeAsync(WorkspaceName workspace, Func<Workspace, Workspace?> change, CancellationToken cancellation) =>
        OnChange is { } instead ? new ValueTask<WorkspaceChange>(instead()) : inner.ChangeAsync(workspace, change, cancellation);

    public ValueTask<WorkspaceChange> RemoveAsync(WorkspaceName workspace, CancellationToken cancellation) => inner.RemoveAsync(workspace, cancellation);
}
