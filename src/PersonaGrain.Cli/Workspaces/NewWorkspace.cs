using PersonaGrain.Catalogs;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>The workspace to add.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Catalog">Its first catalog; null for that of <c>main</c>.</param>
/// <param name="CatalogPath">The file that the catalog was read from, or null.</param>
/// <param name="Limits">What it may take of what all share.</param>
/// <param name="Keys">
/// The scopes to make a key of each for; null where nothing is said: write, read and admin where others have keys, else none.
/// </param>
internal sealed record NewWorkspace(
    WorkspaceName Name, CatalogDocument? Catalog, string? CatalogPath, WorkspaceLimits Limits, IReadOnlyList<WorkspaceScopes>? Keys);
