namespace PersonaGrain.Gateway;

/// <summary>How tokens that open one profile are signed. A secret is never logged.</summary>
public sealed class GatewayTokens
{
    /// <summary>The fewest characters of a secret: it must not be found by trying.</summary>
    public const int FewestCharacters = 32;

    /// <summary>
    /// The secret that signs, at least 32 random characters; every gateway of a cluster needs the same one. Default none: each process makes one
    /// at its start, so that a token is good only with the process that made it, and only while that runs.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>Secrets that signed before and are still believed, so that the secret can be changed while tokens are in use. Default none.</summary>
    public IList<string> PreviousSecrets { get; } = [];
}
