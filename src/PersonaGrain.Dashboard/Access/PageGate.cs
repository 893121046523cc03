using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Dashboard.Layout;
using PersonaGrain.Gateway;
using PersonaGrain.Gateway.Browsers;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Dashboard.Access;

/// <summary>What every page, what it loads and its connection pass: headers that bind the browser, no other origin, and how far the grid is while it is opened.</summary>
internal sealed class PageGate(GatewayOptions options, Refusals refusals, IServiceProvider services)
{
    /// <summary>What a browser may do for a page.</summary>
    /// <remarks>
    /// Scripts come from this server alone: none inline, none from text. Styles may stand inline: MudBlazor writes its palette into a style element, and places what
    /// floats by style attributes that are set while the page is used, so that neither a nonce nor a hash can name them. Its one picture stands in its
    /// style sheet as data. A page is in no frame, and a form goes to this server.
    /// </remarks>
    internal const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private static readonly Problem OtherOrigin = new("origin_not_allowed", "pages of other origins may not use the dashboard", "Origin");
    private readonly Uri? _public = options.PublicUrl is { } url ? new Uri(url) : null;
    private readonly GridOpening? _opening = services.GetService<GridOpening>();

    /// <summary>Lets a request through.</summary>
    internal Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (PageEndpoint.Of(context) is not { } endpoint)
        {
            return next(context);
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (endpoint != PageEndpoint.Asset)
        {
            headers.CacheControl = "no-store";
        }

        // A browser names the origin of every connection and of every form; what names none is no page of another origin.
        if (context.Request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsOwn(context.Request, origin))
        {
            return refusals.RefuseAsync(context, "dashboard", OtherOrigin);
        }

        return endpoint.NeedsGrid && _opening is { IsComplete: false } ? OpeningAsync(context, _opening.State) : next(context);
    }

    private bool IsOwn(HttpRequest request, string origin) => PageOrigin.Read(origin) is { } page &&
        (page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
            || (_public is not null && page.Authority.Equals(_public.Authority, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A page that asks again by itself.</summary>
    private static Task OpeningAsync(HttpContext context, OpeningState state)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        context.Response.ContentType = "text/html; charset=utf-8";
        var done = state.Done.ToString("P0", CultureInfo.InvariantCulture);
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1"><meta name="color-scheme" content="light dark"><title>{Texts.Product}</title></head>
            <body style="font-family:system-ui,sans-serif;margin:15vh auto;max-width:30rem;padding:0 1rem"><h1>{Texts.Product}</h1><p>{Numbers.Say(Texts.Opening, state.Step, done)}</p></body></html>
            """,
            context.RequestAborted);
    }
}
