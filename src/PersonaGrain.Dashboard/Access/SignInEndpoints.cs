using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Dashboard.Access;

/// <summary>What the forms of signing in and out send, and what keeps the session of an open page.</summary>
internal static class SignInEndpoints
{
    internal const string Path = "/sign-in";
    internal const string Return = "return";
    internal const string SignOut = "/sign-out";
    internal const string Keep = "/session";
    internal const string Workspace = "/open-workspace";

    private const int MostBytes = 4 * 1024;

    /// <summary>Maps them. Forms hold a token against forgery, which the framework looks at.</summary>
    internal static void Map(WebApplication application)
    {
        // Who has a session already is known here too: the token of a form is bound to whoever asked for the form.
        Add(application.MapPost(Path, SignInAsync).AllowAnonymous(), PageEndpoint.Page);
        Add(application.MapPost(SignOut, SignOutAsync), PageEndpoint.Page);

        Add(application.MapPost(Workspace, OpenAsync), PageEndpoint.Page);

        // A page that stays open makes no requests, and its cookie would run out under it.
        Add(application.MapGet(Keep, static () => Results.NoContent()), PageEndpoint.Connection);
    }

    private static void Add(RouteHandlerBuilder endpoint, PageEndpoint part) => endpoint
        .WithMetadata(part, new RequestSizeLimitAttribute(MostBytes))
        .RequireAuthorization(ReaderRequirement.Policy)
        .RequireRateLimiting(ConcurrencyBound.Requests)
        .ExcludeFromDescription();

    private static async Task<IResult> SignInAsync(HttpContext context, KeySessions sessions, [FromForm] string? key, [FromForm(Name = Return)] string? back)
    {
        var verdict = await sessions.ShowAsync(key?.Trim() ?? string.Empty, context.RequestAborted);
        if (verdict.Hash is not { } hash)
        {
            return Results.LocalRedirect($"{Path}?fault={verdict.Fault}&{Return}={Uri.EscapeDataString(Local(back))}");
        }

        await context.SignInAsync(KeyCookie.Scheme, KeyCookie.Principal(hash));
        return Results.LocalRedirect(Local(back));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, KeySessions sessions, [FromForm] string? _)
    {
        sessions.End(context.User);
        await context.SignOutAsync(KeyCookie.Scheme);
        return Results.LocalRedirect(Path);
    }

    /// <summary>Chooses a workspace where no key is needed; where one is, the key says which.</summary>
    private static async Task<IResult> OpenAsync(HttpContext context, KeySessions sessions, [FromForm] string? name)
    {
        if (!sessions.NeedsKey && WorkspaceName.TryParse(name, out var workspace, out _))
        {
            await context.SignInAsync(KeyCookie.Scheme, KeyCookie.Principal(workspace));
        }

        return Results.LocalRedirect("/");
    }

    /// <summary>A path of this server, whatever a link to the form said.</summary>
    internal static string Local(string? back) =>
        back is ['/', ..] && (back.Length == 1 || back[1] is not ('/' or '\\')) && !back.Any(char.IsControl) ? back : "/";
}
