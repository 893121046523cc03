namespace PersonaGrain.Gateway.Browsers;

/// <summary>The origins whose pages may call, as configured.</summary>
internal sealed class PageOrigins(GatewayOptions options)
{
    private readonly PageOrigin[] _origins = [.. options.Cors.Origins.Select(PageOrigin.Parse).OfType<PageOrigin>()];

    // Without keys only this machine is listened on, and whoever works on it may do everything.
    private readonly bool _thisMachine = options.Cors.Origins.Count == 0 && !options.HasKeys;

    /// <summary>Every page may call.</summary>
    internal bool HasEvery => _origins.Any(origin => origin.IsEvery);

    /// <summary>Whether pages of an origin, as the browser writes it, may call. O(configured origins).</summary>
    internal bool Allows(string origin) =>
        HasEvery || (PageOrigin.Read(origin) is { } page && ((_thisMachine && page.IsLoopback) || _origins.Any(allowed => allowed.Covers(page))));
}
