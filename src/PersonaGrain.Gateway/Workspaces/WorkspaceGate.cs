using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>Decides which workspace a request is for: that of its key or token; where it needs none, the one that its path names; else <c>main</c>.</summary>
/// <remarks>A key never reaches another workspace than its own, whatever the path says.</remarks>
internal sealed class WorkspaceGate(GatewayWorkspaces workspaces, KeyRing keys, Refusals refusals)
{
    private static readonly Problem Unknown = new("unknown_workspace", "there is no workspace of this name", ShownWorkspace.RouteValue);
    private static readonly Problem OfAnother = new("wrong_workspace", "the key is one of another workspace", "Authorization");
    private static readonly Problem OfMainOnly = new("wrong_workspace", "workspaces are managed with an admin key of the workspace main", "Authorization");
    private static readonly Problem Locked = new("missing_key", "the workspace has keys; show one of them", "Authorization");

    /// <summary>Lets a request through to the operations of its workspace.</summary>
    internal async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (GatewayOperation.Of(context) is not { NeedsGrid: true } operation)
        {
            await next(context);
            return;
        }

        var (operations, problem) = await FindAsync(context, operation);
        if (operations is null || problem is not null)
        {
            await refusals.RefuseAsync(context, operation.Name, problem!);
            return;
        }

        context.Features.Set(operations);
        await operations.Bounds.RunAsync(context, operation, next, refusals);
    }

    private async ValueTask<(WorkspaceOperations? Operations, Problem? Problem)> FindAsync(HttpContext context, GatewayOperation operation)
    {
        var shown = context.Features.Get<ShownWorkspace>()?.Name;
        if (!ShownWorkspace.TryOfPath(context, out var named))
        {
            return (null, Unknown);
        }

        if (shown is { } ofKey && named is { } ofPath && ofKey != ofPath)
        {
            return (null, OfAnother);
        }

        var name = shown ?? named ?? WorkspaceName.Main;
        if (operation.IsOfMain && !name.IsMain)
        {
            return (null, OfMainOnly);
        }

        if (shown is null && operation.Scope != KeyScope.None && !keys.IsOpen(name))
        {
            return (null, Locked);
        }

        if (workspaces.Find(name) is { } found)
        {
            return (found, null);
        }

        await workspaces.Directory.RefreshAsync(context.RequestAborted);
        return (workspaces.Find(name), Missing(name));
    }

    private Problem? Missing(WorkspaceName name) => workspaces.Directory.Find(name) is not null ? null
        : workspaces.Directory.Workspaces.FirstOrDefault(workspace => workspace.Name == name) is { Fault: { } fault }
            ? new Problem("workspace_unavailable", fault) { RetryAfter = TimeSpan.FromSeconds(10) }
            : Unknown;
}
