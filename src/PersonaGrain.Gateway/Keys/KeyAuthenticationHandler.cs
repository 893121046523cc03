using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Tokens;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Gateway.Workspaces;

namespace PersonaGrain.Gateway.Keys;

/// <summary>
/// Authenticates by a key in the header, or in the body or query where the operation allows that; the scopes of the key become claims. A token
/// that <see cref="TokenGate"/> found good for this very request reads.
/// </summary>
/// <remarks>
/// No message, and so no log line, repeats what was shown. With the policy after it a key costs about 3 µs and 4 KB a request (benchmark
/// <c>gateway</c>, keyed against open), nearly all of it the framework's services that are made anew for each; without keys neither is there.
/// </remarks>
internal sealed class KeyAuthenticationHandler(
    IOptionsMonitor<KeyAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys, ServedDirectory directory, Refusals refusals)
    : AuthenticationHandler<KeyAuthenticationOptions>(options, logger, encoder)
{
    private static readonly Task<AuthenticateResult> NoKey = Task.FromResult(AuthenticateResult.NoResult());
    private static readonly AuthenticateResult UnknownKey = AuthenticateResult.Fail("the key is not known");

    /// <inheritdoc />
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => ShownKey.Of(Request) switch
    {
        _ when Context.Features.Get<OpenedProfile>() is not null => Task.FromResult(Authenticated(KeyScope.Read)),
        { } key => Check(key),
        null when QueryKey is { Length: > 0 } key => Check(key),
        null when GatewayOperation.Of(Context) is { KeyMayStandInBody: true } => CheckBodyAsync(),
        null => NoKey,
    };

    /// <inheritdoc />
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // Who sent a body that can not be read is told that first: the key may well stand in it.
        if (Context.Features.Get<TrackingBody>() is { Unreadable: { } unreadable })
        {
            await RefuseAsync(unreadable);
            return;
        }

        var isUnknown = (await HandleAuthenticateOnceAsync()).Failure is not null;
        Response.Headers.WWWAuthenticate = Challenge;
        await RefuseAsync(isUnknown ? KeyProblems.Unknown(Needed) : KeyProblems.Missing(Needed));
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => RefuseAsync(KeyProblems.WrongScope(Needed));

    // Told "Basic", a browser would ask the visitor of a page for a name and password when a script's call has no good key.
    private string Challenge => Request.Headers["Sec-Fetch-Dest"] == "empty"
        ? "Bearer realm=\"PersonaGrain\""
        : "Basic realm=\"PersonaGrain\", charset=\"UTF-8\"";

    private string? QueryKey => GatewayOperation.Of(Context) is { KeyMayStandInQuery: true } ? Request.Query["writeKey"].ToString() : null;

    private KeyScope Needed => GatewayOperation.Of(Context)?.Scope ?? KeyScope.None;

    private async Task<AuthenticateResult> CheckBodyAsync()
    {
        var body = await TrackingBody.ReadAsync(Context);
        Context.Features.Set(body);
        Response.RegisterForDispose(body);
        return await (body.WriteKey is { Length: > 0 } key ? Check(key) : NoKey);
    }

    private async Task<AuthenticateResult> Check(string key)
    {
        var known = keys.Find(key);
        if (known is null && directory.Known is { } workspaces)
        {
            // Another gateway may just have made it.
            await workspaces.RefreshAsync(Context.RequestAborted);
            known = keys.Find(key);
        }

        if (known is not { } found)
        {
            return UnknownKey;
        }

        Context.Features.Set(new ShownWorkspace(found.Workspace) { Key = found.Mark, KeyId = found.Id });
        return Authenticated(found.Scopes);
    }

    private AuthenticateResult Authenticated(KeyScope scopes)
    {
        var identity = new ClaimsIdentity(KeyClaims.Of(scopes), Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    private Task RefuseAsync(Problem problem) => refusals.RefuseAsync(Context, GatewayOperation.Of(Context)?.Name ?? "other", problem);
}
