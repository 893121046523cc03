using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Dashboard.Access;
using PersonaGrain.Dashboard.Assets;
using PersonaGrain.Dashboard.Layout;
using PersonaGrain.Dashboard.Segments;
using PersonaGrain.Gateway.Http;

namespace PersonaGrain.Dashboard;

/// <summary>Maps the pages.</summary>
public static class DashboardRoutes
{
    private const string Hub = "/_blazor";

    /// <summary>Puts what stands before every page in the pipeline; before <c>MapPersonaGrain</c>. The API passes it by.</summary>
    public static WebApplication UsePersonaGrainDashboard(this WebApplication application)
    {
        if (application.Services.GetRequiredService<DashboardOptions>().Enabled)
        {
            application.Use(ActivatorUtilities.CreateInstance<PageGate>(application.Services).PassAsync);
        }

        return application;
    }

    /// <summary>Maps every page and what pages load; after <c>MapPersonaGrain</c>, whose paths it leaves alone.</summary>
    public static WebApplication MapPersonaGrainDashboard(this WebApplication application)
    {
        if (!application.Services.GetRequiredService<DashboardOptions>().Enabled)
        {
            return application;
        }

        application.UseAntiforgery();
        PageAssets.Map(application);
        SignInEndpoints.Map(application);
        SegmentDownloads.Map(application);
        var pages = application.MapRazorComponents<App>().AddInteractiveServerRenderMode(static server =>
        {
            server.ContentSecurityFrameAncestorsPolicy = null; // The pages' own policy says it.
            server.DisableWebSocketCompression = true; // What a page shows and what a reader typed must not be told by the length of a message.
        });
        pages.RequireAuthorization(ReaderRequirement.Policy);
        pages.Add(static endpoint =>
        {
            var isHub = endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.TrimStart('/').StartsWith(Hub[1..], StringComparison.Ordinal);
            endpoint.Metadata.Add(isHub ? PageEndpoint.Connection : PageEndpoint.Page);
        });
        pages.Finally(static endpoint => endpoint.Metadata.Add(new Microsoft.AspNetCore.RateLimiting.EnableRateLimitingAttribute(
            endpoint.Metadata.Contains(PageEndpoint.Connection) ? PageBounds.Pages : ConcurrencyBound.Requests)));
        return application;
    }
}
