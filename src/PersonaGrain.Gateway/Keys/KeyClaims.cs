using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace PersonaGrain.Gateway.Keys;

/// <summary>The scopes of a key as claims, and the policies that ask for them.</summary>
internal static class KeyClaims
{
    /// <summary>The type of the claims; the value is the scope's name.</summary>
    private const string Type = "scope";

    private static readonly KeyScope[] Scopes = [KeyScope.Write, KeyScope.Read, KeyScope.Admin, KeyScope.Token];
    private static readonly Claim[][] Claims = [.. Enumerable.Range(0, 16).Select(scopes => MakeClaims((KeyScope)scopes))];

    /// <summary>One claim for each scope.</summary>
    internal static IEnumerable<Claim> Of(KeyScope scopes) => Claims[(int)scopes];

    /// <summary>Whether whoever sent a request may do what a scope allows.</summary>
    internal static bool Has(ClaimsPrincipal user, KeyScope scope) => user.HasClaim(Type, scope.Name());

    /// <summary>The name of the policy that asks for a scope.</summary>
    internal static string Policy(KeyScope scope) => "personagrain:" + scope.Name();

    /// <summary>Adds the policy of every scope.</summary>
    internal static void AddPolicies(AuthorizationOptions options)
    {
        foreach (var scope in Scopes)
        {
            options.AddPolicy(Policy(scope), policy => policy.RequireClaim(Type, scope.Name()));
        }
    }

    private static Claim[] MakeClaims(KeyScope scopes) =>
        [.. Scopes.Where(scope => scopes.HasFlag(scope)).Select(scope => new Claim(Type, scope.Name()))];
}
