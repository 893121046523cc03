using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>A grid that a host serves alone, as the directory of one workspace.</summary>
internal sealed class SingleGridDirectory(IProfileGrid grid) : IGridDirectory
{
    private static readonly WorkspaceChange Alone = new WorkspaceChange.Refused("this server has one workspace only");

    public IReadOnlyList<Workspace> Workspaces { get; } = [new Workspace(WorkspaceName.Main, default)];

    public IAuditTrail Audit { get; } = new InMemoryAuditTrail();

    public long Version => 1;

    public IProfileGrid? Find(WorkspaceName workspace) => workspace.IsMain ? grid : null;

    public ValueTask RefreshAsync(CancellationToken cancellation) => default;

    public ValueTask<WorkspaceChange> AddAsync(Workspace workspace, CatalogDocument catalog, CancellationToken cancellation) => new(Alone);

    public ValueTask<WorkspaceChange> ChangeAsync(WorkspaceName workspace, Func<Workspace, Workspace?> change, CancellationToken cancellation) => new(Alone);

    public ValueTask<WorkspaceChange> RemoveAsync(WorkspaceName workspace, CancellationToken cancellation) => new(Alone);
}
