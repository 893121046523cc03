namespace PersonaGrain.Gateway.Browsers;

/// <summary>One configured origin of web pages: scheme, host and port, where the host may begin with <c>*.</c> for every subdomain.</summary>
internal sealed record PageOrigin(string Scheme, string Host, int Port, bool Subdomains, bool IsEvery = false)
{
    private const string AnySubdomain = "://*.";

    private static readonly PageOrigin Every = new("", "", 0, Subdomains: true, IsEvery: true);

    /// <summary>Reads an origin as it is configured; null where it is none.</summary>
    internal static PageOrigin? Parse(string text)
    {
        if (text == "*")
        {
            return Every;
        }

        var subdomains = text.Contains(AnySubdomain, StringComparison.Ordinal);
        return Read(subdomains ? text.Replace(AnySubdomain, "://", StringComparison.Ordinal) : text) is { } uri
            ? new PageOrigin(uri.Scheme, uri.IdnHost, uri.Port, subdomains)
            : null;
    }

    /// <summary>Reads the origin that a browser sends; null for those that are opaque, such as <c>null</c>.</summary>
    internal static Uri? Read(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }
            && !origin.Contains('*', StringComparison.Ordinal)
            ? uri
            : null;

    /// <summary>Whether a page is of this origin.</summary>
    internal bool Covers(Uri page) =>
        IsEvery || (page.Scheme == Scheme && page.Port == Port &&
            (Subdomains
                ? page.IdnHost.EndsWith('.' + Host, StringComparison.OrdinalIgnoreCase)
                : page.IdnHost.Equals(Host, StringComparison.OrdinalIgnoreCase)));
}
