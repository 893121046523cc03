using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Identities;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Identities;

namespace PersonaGrain.Gateway.Tokens;

/// <summary>Checks the token of a request that shows one, and what it opens.</summary>
/// <remarks>Also where no key is configured, so that a page behaves the same on a developer's machine.</remarks>
internal sealed class TokenGate(TokenSigner signer, ServedDirectory directory, TimeProvider time, Refusals refusals)
{
    private static readonly Problem NotMadeHere = new("invalid_token", "the token was not made here, or was changed", "Authorization");
    private static readonly Problem IsOver = new("expired_token", "the token's time is over", "Authorization");
    private static readonly Problem NotOpened =
        new("outside_token", "the token opens segments, scores, decisions and events of its own profile only", "Authorization");

    private static readonly Problem LoggedIn =
        new("outside_token", "the visitor that the token is of is known as a user now: a token of that user opens the profile", "Authorization");

    /// <summary>Lets a request through that shows no token, or a good one for what it opens.</summary>
    internal async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (GatewayOperation.Of(context) is not { } operation || operation.Scope == KeyScope.None || ShownToken.Of(context.Request) is not { } token)
        {
            await next(context);
            return;
        }

        var opened = signer.Read(token) is { } read && IsOfThisLife(read) ? read : null;
        var problem = opened is null ? NotMadeHere : opened.Expires <= time.GetUtcNow() ? IsOver : Opens(opened, operation, context) ? null : NotOpened;
        if (problem is null && await IsOfAUserAsync(opened!, context))
        {
            problem = LoggedIn;
        }

        if (problem is null)
        {
            context.Features.Set(opened);
            context.Features.Set(new ShownWorkspace(opened!.Workspace) { IsOfToken = true });
            await next(context);
            return;
        }

        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"PersonaGrain\", error=\"invalid_token\"";
        }

        await refusals.RefuseAsync(context, operation.Name, problem);
    }

    // A workspace that was removed and added again is another's.
    private bool IsOfThisLife(OpenedProfile opened) => opened.Workspace.IsMain ||
        directory.Known?.Workspaces.FirstOrDefault(workspace => workspace.Name == opened.Workspace)?.Created == opened.Created;

    // Whoever can send signals can say that a visitor is a user: that opens nothing of the user's.
    private async ValueTask<bool> IsOfAUserAsync(OpenedProfile opened, HttpContext context)
    {
        if (directory.Known?.Find(opened.Workspace) is not { } grid
            || !NamedIdentity.TryParse(opened.Profile.Value, grid.Catalog.Identities, out var named, out _))
        {
            return false;
        }

        var (key, person) = await named.FindAsync(identity => grid.PersonAsync(identity, context.RequestAborted));
        return person is not null && !LinkGuard.IsUser(key, grid.Catalog.Identities) && LinkGuard.HasUser(person, grid.Catalog.Identities);
    }

    private IdentityKinds KindsOf(OpenedProfile opened) => directory.Known?.Find(opened.Workspace)?.Catalog.Identities ?? IdentityKinds.Standard;

    // A stream of events names no profile: it is narrowed to the token's.
    private bool Opens(OpenedProfile opened, GatewayOperation operation, HttpContext context) => operation.IsOpenToTokens &&
        ShownWorkspace.TryOfPath(context, out var named) && (named ?? opened.Workspace) == opened.Workspace &&
        (context.GetRouteValue("id") is not string id || (PathText.TryProfile(context, id, KindsOf(opened), out var identity, out _) && identity.Key == opened.Profile));
}
