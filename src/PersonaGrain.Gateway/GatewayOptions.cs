using Microsoft.Extensions.Configuration;

namespace PersonaGrain.Gateway;

/// <summary>How the HTTP API is set up; bound from the configuration section <c>PersonaGrain</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>
    /// The keys per scope, such as <c>PersonaGrain:Keys:Write:0</c>. Default none: the API is open, and the host must listen on loopback only.
    /// </summary>
    public GatewayKeys Keys { get; set; } = new();

    /// <summary>Which web pages may call the API from a browser.</summary>
    public GatewayCors Cors { get; set; } = new();

    /// <summary>How tokens that open one profile are signed.</summary>
    public GatewayTokens Tokens { get; set; } = new();

    /// <summary>
    /// Where browsers and apps reach this API, such as <c>https://collect.shop.example</c>; SDKs that ask for their settings are sent there.
    /// Default none: where the request came in, which is wrong behind a proxy that ends TLS or changes the host.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>The most bytes of one tracking event, after decompression. Default 32 KB, as Segment's.</summary>
    public int MaximumEventBytes { get; set; } = 32 * 1024;

    /// <summary>The most bytes of a tracking batch, both as sent and after decompression. Default 500 KB, as Segment's.</summary>
    public int MaximumBatchBytes { get; set; } = 500 * 1024;

    /// <summary>The most events of a tracking batch. Default 2,500, as Segment's.</summary>
    public int MaximumBatchEvents { get; set; } = 2_500;

    /// <summary>The most bytes of a stream of native signals, after decompression; it is read in constant memory. Default 1 GB.</summary>
    public long MaximumSignalStreamBytes { get; set; } = 1L << 30;

    /// <summary>Native signals handed to the grid at once: more share a commit, fewer answer sooner and hold less memory. Default 1,000.</summary>
    public int SignalChunk { get; set; } = 1_000;

    /// <summary>The most rejected lines that an answer to a stream of native signals names one by one; all are counted. Default 100.</summary>
    public int MaximumReportedRejections { get; set; } = 100;

    /// <summary>The most bytes of a catalog or of a decision's contents. Default 4 MB.</summary>
    public int MaximumDocumentBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long one call to the grid may take before the sender is told to try again. Default 10 s.</summary>
    public TimeSpan GridTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests served at once; more are told to come back (429), so that a flood costs no memory. Default 1,024.</summary>
    public int MaximumConcurrentRequests { get; set; } = 1_024;

    /// <summary>
    /// Event streams that keys open, at once, counted apart from requests; those of pages are bounded by
    /// <see cref="GatewayTokens.MaximumStreams"/>. Default 256.
    /// </summary>
    public int MaximumEventStreams { get; set; } = 256;

    /// <summary>The pause after which a silent event stream sends a comment, so that proxies keep it open. Default 15 s.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Ids that stand for nobody, beside those that are known as such (<c>null</c>, <c>undefined</c>, <c>0</c> …), and some that are people after
    /// all. Default none.
    /// </summary>
    public BlockedIdOptions BlockedIds { get; set; } = new();

    /// <summary>Whether any key is configured. Without one every caller may do everything.</summary>
    public bool HasKeys => Keys.Write.Count + Keys.Read.Count + Keys.Admin.Count + Keys.Token.Count > 0;

    /// <summary>Whether anybody can read: no key is needed, or one that reads is configured.</summary>
    public bool CanBeRead => !HasKeys || Keys.Read.Count + Keys.Admin.Count > 0;

    /// <summary>Whether anybody can send signals: no key is needed, or one that writes is configured.</summary>
    public bool CanBeWritten => !HasKeys || Keys.Write.Count + Keys.Admin.Count > 0;

    /// <summary>Every fault of these options, each beginning with the name of the setting; empty when they are sound. No key is repeated.</summary>
    public IReadOnlyList<string> Faults() => GatewayOptionsValidator.Check(this);

    /// <summary>Reads the options from the section <c>PersonaGrain</c> of a configuration.</summary>
    public static GatewayOptions From(IConfiguration configuration)
    {
        var options = new GatewayOptions();
        configuration.GetSection("PersonaGrain").Bind(options);
        return options;
    }
}
