using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using PersonaGrain.Dashboard.Live;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Dashboard.Access;

/// <summary>One open page: who reads it, and the grid that they may see. The key is looked at anew with each read.</summary>
internal sealed class Session(KeySessions sessions, GatewayWorkspaces workspaces)
{
    private ClaimsPrincipal? _user;

    /// <summary>Whether one signed in, and so can sign out.</summary>
    internal bool IsSignedIn => sessions.NeedsKey;

    /// <summary>Whether the reader may still see it.</summary>
    internal bool IsOpen => sessions.Of(_user) is not null;

    /// <summary>The workspace's name.</summary>
    /// <exception cref="SessionEndedException">The key was taken away, or the workspace is gone.</exception>
    internal WorkspaceName Workspace => Access.Workspace;

    /// <summary>The operations of the workspace.</summary>
    /// <exception cref="SessionEndedException">The key was taken away, or the workspace is gone.</exception>
    internal WorkspaceOperations Operations => workspaces.Find(Access.Workspace) ?? throw new SessionEndedException();

    /// <summary>The operations of the workspace, for a change of what a page read there.</summary>
    /// <param name="read">The grid that it was read from.</param>
    /// <exception cref="SessionEndedException">The key was taken away, or the workspace is gone.</exception>
    /// <exception cref="ChangeRefusedException">Another workspace has its name by now.</exception>
    internal WorkspaceOperations OperationsOf(IProfileGrid read) =>
        Operations is var operations && ReferenceEquals(operations.Workspace.Grid, read) ? operations : throw new ChangeRefusedException(Texts.WorkspaceAnother);

    /// <summary>The grid of the workspace.</summary>
    /// <exception cref="SessionEndedException">The key was taken away, or the workspace is gone.</exception>
    internal IProfileGrid Grid => Operations.Workspace.Grid;

    /// <summary>Whether the reader may change what is behind the scope admin.</summary>
    internal bool IsAdministrator => sessions.Of(_user) is { } access && access.Scopes.HasFlag(KeyScope.Admin);

    /// <summary>Whether the reader may manage workspaces and keys.</summary>
    internal bool IsOperator => sessions.Of(_user) is { } access && (access.Workspace.IsMain || !sessions.NeedsKey) && access.Scopes.HasFlag(KeyScope.Admin);

    /// <summary>How the audit trail names the key that was shown.</summary>
    /// <exception cref="SessionEndedException">The key was taken away.</exception>
    internal string CallerName => Access.KeyId;

    private SessionAccess Access => sessions.Of(_user) ?? throw new SessionEndedException();

    /// <summary>Begins it.</summary>
    internal void Begin(AuthenticationState state) => _user = state.User;
}

/// <summary>The key of an open page was taken away, or its workspace is gone.</summary>
internal sealed class SessionEndedException() : InvalidOperationException("the key of this page was taken away, or its workspace is gone");
