using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>The workspace that a request is for, and by what: a key or token that is known, or neither where there is no key at all.</summary>
internal sealed record ShownWorkspace(WorkspaceName Name)
{
    /// <summary>Of requests that need no key and name no workspace.</summary>
    internal static readonly ShownWorkspace OpenMain = new(WorkspaceName.Main);

    /// <summary>The key that was shown; null where a token was, or nothing.</summary>
    internal KeyMark? Key { get; init; }

    /// <summary>What the key that was shown is called, also once it is taken away; null where there is none.</summary>
    internal string? KeyId { get; init; }

    /// <summary>Whether a token was shown, which ends by itself.</summary>
    internal bool IsOfToken { get; init; }

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
