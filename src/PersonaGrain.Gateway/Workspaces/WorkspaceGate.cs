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
        if (GatewayOperation.Of(context) is not { } operation || (operation.Scope == KeyScope.None && !operation.NeedsGrid))
        {
            await next(context);
            return;
        }

        var problem = Place(context, operation, out var name);
        if (problem is null && operation.NeedsGrid)
        {
            if (await FindAsync(name, context.RequestAborted) is { } operations)
            {
                context.Features.Set(operations);
                await operations.Bounds.RunAsync(context, operation, next, refusals);
                return;
            }

            problem = Missing(name);
        }

        await (problem is null ? next(context) : refusals.RefuseAsync(context, operation.Name, problem));
    }

    /// <summary>The workspace that a request is for; or why it must not have it.</summary>
    private Problem? Place(HttpContext context, GatewayOperation operation, out WorkspaceName name)
    {
        var shown = context.Features.Get<ShownWorkspace>()?.Name;
        var isName = ShownWorkspace.TryOfPath(context, out var named);
        name = shown ?? named ?? WorkspaceName.Main;
        if (!isName)
        {
            return Unknown;
        }

        if (shown is { } ofKey && named is { } ofPath && ofKey != ofPath)
        {
            return OfAnother;
        }

        if (operation.IsOfMain && !name.IsMain)
        {
            return OfMainOnly;
        }

        if (shown is null && operation.Scope != KeyScope.None && !keys.IsOpen(name))
        {
            return Locked;
        }

        context.Features.Set(new ShownWorkspace(name));
        return null;
    }

    private async ValueTask<WorkspaceOperations?> FindAsync(WorkspaceName name, CancellationToken cancellation)
    {
        if (workspaces.Find(name) is { } found)
        {
            return found;
        }

        // Another gateway may just have added it.
        await workspaces.Directory.RefreshAsync(cancellation);
        return workspaces.Find(name);
    }

    private Problem Missing(WorkspaceName name) =>
        workspaces.Directory.Workspaces.FirstOrDefault(workspace => workspace.Name == name) is { Fault: { } fault }
            ? new Problem("workspace_unavailable", fault) { RetryAfter = TimeSpan.FromSeconds(10) }
            : Unknown;
}
