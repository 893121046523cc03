using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grid;

/// <summary>The workspaces of an engine: for each a grid with its own catalog, profiles, segments, events and population. Nothing crosses. All members may be called at once from many threads.</summary>
public interface IGridDirectory
{
    /// <summary>The workspaces that this process knows now, <see cref="WorkspaceName.Main"/> first, then by name. No I/O: a change by another process of a cluster is seen within seconds.</summary>
    IReadOnlyList<Workspace> Workspaces { get; }

    /// <summary>Rises whenever <see cref="Workspaces"/> changes, so that what is made of it is made anew.</summary>
    long Version { get; }

    /// <summary>Who changed what through the API and the pages.</summary>
    IAuditTrail Audit { get; }

    /// <summary>The grid of a workspace; null where there is none of this name. No I/O, no allocation.</summary>
    IProfileGrid? Find(WorkspaceName workspace);

    /// <summary>Looks anew for workspaces and keys that another process of a cluster added. Calls at once share one look; nothing to do where there are no others.</summary>
    ValueTask RefreshAsync(CancellationToken cancellation);

    /// <summary>Adds a workspace.</summary>
    /// <param name="workspace">Its name, keys and limits.</param>
    /// <param name="catalog">Its first catalog.</param>
    /// <param name="cancellation">Ends the wait, not what was begun.</param>
    ValueTask<WorkspaceChange> AddAsync(Workspace workspace, CatalogDocument catalog, CancellationToken cancellation);

    /// <summary>Changes what is kept of a workspace: its keys, its limits, how far its sample is.</summary>
    /// <param name="workspace">Which.</param>
    /// <param name="change">Makes the new one of the one that is stored; may be called again where somebody else changed it meanwhile. Null leaves it as it is.</param>
    /// <param name="cancellation">Ends the wait, not what was begun.</param>
    ValueTask<WorkspaceChange> ChangeAsync(WorkspaceName workspace, Func<Workspace, Workspace?> change, CancellationToken cancellation);

    /// <summary>Removes a workspace with everything in it: calls to it end, watchers are completed, and what it stored is deleted. <see cref="WorkspaceName.Main"/> can not be removed.</summary>
    /// <remarks>Once it is answered nothing of it can be read or written any more. A process that is killed on the way finishes it at its next start.</remarks>
    ValueTask<WorkspaceChange> RemoveAsync(WorkspaceName workspace, CancellationToken cancellation);
}
