using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>Decides which workspace a request is for: that of its key or token; where there is no key at all, the one that its path names; else <c>main</c>.</summary>
/// <remarks>A key never reaches another workspace than its own, whatever the path says. For a request to <c>main</c> it costs two looks and one feature.</remarks>
internal sealed class WorkspaceGate(GatewayWorkspaces workspaces, KeyRing keys, Refusals refusals)
{
    private static readonly Problem Unknown = new("unknown_workspace", "there is no workspace of this name", ShownWorkspace.RouteValue);
    private static readonly Problem OfAnother = new("wrong_workspace", "the key is one of another workspace", "Authorization");
    private static readonly Problem OfMainOnly = new("wrong_workspace", "workspaces are managed with an admin key of the workspace main", "Authorization");
    private static readonly Problem Locked = new("missing_key", "there are keys here; show one of the workspace", "Authorization");

    /// <summary>Lets a request through to the operations of its workspace.</summary>
    internal Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (GatewayOperation.Of(context) is not { NeedsGrid: true } operation)
        {
            return next(context);
        }

        return Place(context, operation, out var name) is { } problem ? refusals.RefuseAsync(context, operation.Name, problem)
            : workspaces.Find(name) is { } found ? RunAsync(context, operation, next, found)
            : LookAgainAsync(context, operation, next, name);
    }

    /// <summary>The workspace that a request is for; or why it must not have it.</summary>
    private Problem? Place(HttpContext context, GatewayOperation operation, out WorkspaceName name)
    {
        var shown = context.Features.Get<ShownWorkspace>();
        var isName = ShownWorkspace.TryOfPath(context, out var named);
        name = shown?.Name ?? named ?? WorkspaceName.Main;
        if (!isName)
        {
            return Unknown;
        }

        if (shown is not null && named is { } ofPath && shown.Name != ofPath)
        {
            return OfAnother;
        }

        if (operation.IsOfMain && !name.IsMain)
        {
            return OfMainOnly;
        }

        if (shown is not null || operation.Scope == KeyScope.None)
        {
            return null;
        }

        if (keys.IsGuarded)
        {
            return Locked;
        }

        context.Features.Set(name.IsMain ? ShownWorkspace.OpenMain : new ShownWorkspace(name));
        return null;
    }

    private Task RunAsync(HttpContext context, GatewayOperation operation, RequestDelegate next, WorkspaceOperations operations)
    {
        context.Features.Set(operations);
        return operations.Bounds.RunAsync(context, operation, next, refusals);
    }

    /// <summary>Another gateway may just have added it.</summary>
    private async Task LookAgainAsync(HttpContext context, GatewayOperation operation, RequestDelegate next, WorkspaceName name)
    {
        await workspaces.Directory.RefreshAsync(context.RequestAborted);
        await (workspaces.Find(name) is { } found
            ? RunAsync(context, operation, next, found)
            : refusals.RefuseAsync(context, operation.Name, Missing(name)));
    }

    private Problem Missing(WorkspaceName name) =>
        workspaces.Directory.Workspaces.FirstOrDefault(workspace => workspace.Name == name) is { Fault: { } fault }
            ? new Problem("workspace_unavailable", fault)
            : Unknown;
}
