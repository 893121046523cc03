namespace PersonaGrain.Gateway;

/// <summary>The keys that callers show. They are compared in constant time and never logged.</summary>
public sealed class GatewayKeys
{
    /// <summary>Keys that may send signals.</summary>
    public IList<string> Write { get; } = [];

    /// <summary>Keys that may read profiles, segments, events and the catalog, and ask for decisions.</summary>
    public IList<string> Read { get; } = [];

    /// <summary>Keys that may do everything, changing the catalog included.</summary>
    public IList<string> Admin { get; } = [];

    /// <summary>Keys that may make tokens which open one profile, and nothing else: for the server that knows who a page's visitor is.</summary>
    public IList<string> Token { get; } = [];
}
