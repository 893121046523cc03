using Microsoft.AspNetCore.Authentication;

namespace PersonaGrain.Gateway.Keys;

/// <summary>What the authentication by key goes by.</summary>
internal sealed class KeyAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>The name of the scheme.</summary>
    internal const string Scheme = "PersonaGrain.Key";

}
