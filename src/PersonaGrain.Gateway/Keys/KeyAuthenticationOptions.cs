using Microsoft.AspNetCore.Authentication;

namespace PersonaGrain.Gateway.Keys;

/// <summary>What the authentication by key goes by.</summary>
internal sealed class KeyAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>The name of the scheme.</summary>
    internal const string Scheme = "PersonaGrain.Key";

    /// <summary>The keys that are known. Default none.</summary>
    internal KeyRing Keys { get; set; } = new(new GatewayKeys());
}
