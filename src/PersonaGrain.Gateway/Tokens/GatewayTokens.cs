namespace PersonaGrain.Gateway;

/// <summary>How tokens that open one profile are signed, and what they may take. A secret is never logged.</summary>
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

    /// <summary>
    /// Event streams of pages open at once, counted apart from those that keys open; of one profile at most 8. Each reads all events to find its own:
    /// more serve more visitors, and cost that much more. Default 256.
    /// </summary>
    public int MaximumStreams { get; set; } = 256;

    /// <summary>
    /// How many events before the newest a page's stream may begin at, of all profiles, since all are read to find those of one. More lets a page that was
    /// away for longer miss nothing; one that asks for earlier ones is told of the gap. Default 10,000.
    /// </summary>
    public long MaximumLookBack { get; set; } = 10_000;
}
