using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Dashboard.Workspaces;

/// <summary>Scopes as pages write them.</summary>
internal static class ScopeWords
{
    /// <summary>All of them: <c>write, read</c>.</summary>
    internal static string Of(WorkspaceScopes scopes) => string.Join(", ", WorkspaceJson.ScopeNames.Where(name => scopes.HasFlag(WorkspaceJson.ScopeOf(name))));
}
