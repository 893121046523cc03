using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>The workspace of the key or token that a request shows. As a feature of the request it says that the key is known.</summary>
internal sealed record ShownWorkspace(WorkspaceName Name)
{
    /// <summary>The name of the part of a path that names a workspace, as in <c>/w/NAME/v1/…</c>.</summary>
    internal const string RouteValue = "workspace";

    /// <summary>What stands before the path of an operation on a workspace that is named there.</summary>
    internal const string Prefix = "/w/{" + RouteValue + "}";

    /// <summary>The workspace that the path names; null where it names none. False where what stands there is no name.</summary>
    internal static bool TryOfPath(HttpContext context, out WorkspaceName? name)
    {
        name = null;
        if (context.GetRouteValue(RouteValue) is not string text)
        {
            return true;
        }

        var isName = WorkspaceName.TryParse(text, out var found, out _);
        name = found;
        return isName;
    }
}
