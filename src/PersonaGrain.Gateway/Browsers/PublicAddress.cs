using Microsoft.AspNetCore.Http;

namespace PersonaGrain.Gateway.Browsers;

/// <summary>Where a sender reaches this API: the scheme, and the host with its port and the path before <c>/v1</c>.</summary>
internal readonly record struct PublicAddress(string Scheme, string Host)
{
    /// <summary>The configured address, else the one that a request came in by.</summary>
    internal static PublicAddress Of(HttpRequest request, GatewayOptions options)
    {
        if (options.PublicUrl is null)
        {
            return new PublicAddress(request.Scheme, request.Host.Value + request.PathBase.Value);
        }

        var url = new Uri(options.PublicUrl);
        return new PublicAddress(url.Scheme, url.Authority + url.AbsolutePath.TrimEnd('/'));
    }
}
