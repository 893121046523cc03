using PersonaGrain.Cli.Stores;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Cli.Workspaces;

/// <summary>The workspaces of a data directory that nothing runs on, or of a grid that is served. Answers have the form of the HTTP API.</summary>
internal interface IWorkspaces : IAsyncDisposable
{
    /// <summary>Where they are, such as <c>in ./data</c>.</summary>
    string Place { get; }

    /// <summary>All of them: <c>{"workspaces":[…]}</c>.</summary>
    Task<GridAnswer> ListAsync(CancellationToken cancellation);

    /// <summary>What is lost where one is removed; null where that is not known.</summary>
    Task<WorkspaceContents?> ContentsAsync(WorkspaceName workspace, CancellationToken cancellation);

    /// <summary>Adds one: <c>{"workspace","keys":[…]}</c>, with its keys, this once.</summary>
    Task<GridAnswer> AddAsync(NewWorkspace workspace, CancellationToken cancellation);

    /// <summary>Removes one with all that it has; the workspace as it was.</summary>
    Task<GridAnswer> RemoveAsync(WorkspaceName workspace, CancellationToken cancellation);

    /// <summary>Makes a key: <c>{"key","id","scopes","created"}</c>.</summary>
    Task<GridAnswer> AddKeyAsync(WorkspaceName workspace, WorkspaceScopes scopes, CancellationToken cancellation);

    /// <summary>Takes a key away; the workspace without it.</summary>
    Task<GridAnswer> RemoveKeyAsync(WorkspaceName workspace, string id, CancellationToken cancellation);
}

/// <summary>What a workspace holds.</summary>
/// <param name="Profiles">Profiles with at least one signal.</param>
/// <param name="Signals">Signals accepted, ever.</param>
internal sealed record WorkspaceContents(long Profiles, long Signals);
