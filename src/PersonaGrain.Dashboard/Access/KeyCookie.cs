using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Dashboard.Access;

/// <summary>The cookie of somebody who showed a key: the key's hash and a number of the session, encrypted, and nothing else. What the key opens is looked up anew with each request.</summary>
internal static class KeyCookie
{
    /// <summary>The scheme of its authentication.</summary>
    internal const string Scheme = "PersonaGrain.Dashboard";

    /// <summary>The claim that holds the hash.</summary>
    internal const string Hash = "key";

    /// <summary>The claim that tells this session from others with the same key.</summary>
    internal const string Session = "session";

    /// <summary>The claim that names the workspace that somebody chose where no key is needed.</summary>
    internal const string Workspace = "workspace";

    private static readonly Problem SignedOut = new("missing_key", "the session of this browser has ended; sign in on the page again");

    /// <summary>Sets the cookie up.</summary>
    internal static void Configure(CookieAuthenticationOptions cookie, DashboardOptions options)
    {
        cookie.Cookie.Name = "personagrain-session";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.ExpireTimeSpan = options.SessionLength;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = SignInEndpoints.Path;
        cookie.ReturnUrlParameter = SignInEndpoints.Return;
        cookie.Events.OnValidatePrincipal = static async context =>
        {
            if (context.HttpContext.RequestServices.GetRequiredService<KeySessions>().Of(context.Principal) is null)
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(Scheme);
            }
        };
        cookie.Events.OnRedirectToLogin = cookie.Events.OnRedirectToAccessDenied = static context =>
        {
            var part = PageEndpoint.Of(context.HttpContext);
            if (part == PageEndpoint.File)
            {
                return context.HttpContext.RequestServices.GetRequiredService<Refusals>().RefuseAsync(context.HttpContext, "dashboard", SignedOut);
            }

            if (part == PageEndpoint.Page)
            {
                context.Response.Redirect(HttpMethods.IsPost(context.Request.Method) ? SignInEndpoints.Path : context.RedirectUri);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }

            return Task.CompletedTask;
        };
    }

    /// <summary>Who chose a workspace where no key is needed. It opens nothing once one is.</summary>
    internal static ClaimsPrincipal Principal(WorkspaceName workspace) => new(new ClaimsIdentity([new Claim(Workspace, workspace.Text)], Scheme));

    /// <summary>Who shows this cookie.</summary>
    internal static ClaimsPrincipal Principal(string hash) => new(new ClaimsIdentity([new Claim(Hash, hash), new Claim(Session, Guid.NewGuid().ToString("N"))], Scheme));
}
