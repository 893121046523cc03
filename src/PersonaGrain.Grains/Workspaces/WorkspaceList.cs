using System.Collections.Frozen;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Grains.Workspaces;

/// <summary>The live workspaces as a process knows them; immutable.</summary>
internal sealed class WorkspaceList
{
    private readonly FrozenDictionary<WorkspaceName, ListedWorkspace> _byName;

    public WorkspaceList(long version, IEnumerable<ListedWorkspace> listed)
    {
        Version = version;
        Listed = [.. listed.OrderBy(static one => one.Workspace.Name)];
        Workspaces = [.. Listed.Select(static one => one.Workspace)];
        _byName = Listed.ToFrozenDictionary(static one => one.Workspace.Name);
    }

    /// <summary>Rises with each list.</summary>
    public long Version { get; }

    /// <summary>Main first, then by name.</summary>
    public IReadOnlyList<ListedWorkspace> Listed { get; }

    /// <summary>As others are told of them.</summary>
    public IReadOnlyList<Workspace> Workspaces { get; }

    /// <summary>The one of a name; null where there is none.</summary>
    public ListedWorkspace? Find(WorkspaceName name) => _byName.GetValueOrDefault(name);
}

/// <summary>A live workspace.</summary>
/// <param name="Stored">It as stored.</param>
/// <param name="Workspace">Its name, keys and limits.</param>
/// <param name="Services">What this process has of it.</param>
internal sealed record ListedWorkspace(StoredWorkspace Stored, Workspace Workspace, WorkspaceServices Services);
