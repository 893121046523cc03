using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>The workspace that the operations of one scope serve; set when the scope is made, before anything of it is.</summary>
internal sealed class WorkspaceGrid
{
    /// <summary>Its name.</summary>
    internal WorkspaceName Name { get; set; }

    /// <summary>Its grid.</summary>
    internal IProfileGrid Grid { get; set; } = null!;
}
