namespace PersonaGrain.Gateway;

/// <summary>Which web pages may call the API from a browser (cross-origin resource sharing).</summary>
public sealed class GatewayCors
{
    /// <summary>
    /// Origins such as <c>https://www.shop.example</c>; <c>https://*.shop.example</c> for every subdomain, <c>*</c> for every page. Default none:
    /// no page where keys are configured, and without keys the pages of this machine (localhost, 127.0.0.1, [::1], any port).
    /// </summary>
    public IList<string> Origins { get; } = [];
}
