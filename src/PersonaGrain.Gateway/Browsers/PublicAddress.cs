using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway.Browsers;

/// <summary>Where a sender reaches this API: the scheme, and the host with its port and the path before <c>/v1</c>.</summary>
internal readonly record struct PublicAddress(string Scheme, string Host)
{
    /// <summary>The configured address, else the one that a request came in by.</summary>
    internal static PublicAddress Of(HttpRequest request, GatewayOptions options)
    {
        // An SDK that asked under a workspace's path is sent back there.
        var workspace = request.RouteValues.TryGetValue(ShownWorkspace.RouteValue, out var named) ? "/w/" + named : string.Empty;
        if (options.PublicUrl is null)
        {
            return new PublicAddress(request.Scheme, request.Host.Value + request.PathBase.Value + workspace);
        }

        var url = new Uri(options.PublicUrl);
        return new PublicAddress(url.Scheme, url.Authority + url.AbsolutePath.TrimEnd('/') + workspace);
    }
}
