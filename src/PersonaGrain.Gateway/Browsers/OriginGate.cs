using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Browsers;

/// <summary>Where no key guards the grid, keeps pages of other origins out.</summary>
/// <remarks>
/// CORS alone does not: a browser sends a plain POST of any page without asking first, and hides only the answer. So a page somewhere on the web
/// could send signals to a grid that a developer tries out.
/// </remarks>
internal sealed class OriginGate(PageOrigins origins, Refusals refusals)
{
    private static readonly Problem Refusal = new("origin_not_allowed", "pages of this origin may not call a grid without keys", "Origin");

    /// <summary>Lets a request through that no page sent, or a page of this server or of an allowed origin.</summary>
    internal Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var origin = context.Request.Headers.Origin.ToString();
        return origin.Length == 0 || GatewayOperation.Of(context) is not { } operation || IsOwn(context.Request, origin) || origins.Allows(origin)
            ? next(context)
            : refusals.RefuseAsync(context, operation.Name, Refusal);
    }

    private static bool IsOwn(HttpRequest request, string origin) =>
        PageOrigin.Read(origin) is { } page && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
