using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PersonaGrain.Gateway.Settings;

/// <summary>
/// The host names that a server answers to: those of the setting <c>AllowedHosts</c>. Without keys these come on top of the machine's own names and of
/// those that it listens on, and no others are answered.
/// </summary>
/// <remarks>Who reaches a grid without keys may do everything: a web page that lets a name of its own point to loopback must not reach it.</remarks>
public static class ServedHosts
{
    private const string Setting = "AllowedHosts";
    private const string Unguarded =
        ", and no key is configured, so that any web page could reach the grid; name the hosts, or set PersonaGrain__Keys__Admin__0 (and Write, Read)";

    /// <summary>What is wrong with the setting, or null.</summary>
    /// <param name="configuration">What was read.</param>
    /// <param name="isGuarded">Keys are set, or nothing is served that needs one.</param>
    public static string? Fault(IConfiguration configuration, bool isGuarded)
    {
        var named = Named(configuration);
        if (!isGuarded && named.Any(static host => host is "*" or "0.0.0.0" or "[::]" or "::"))
        {
            return $"{Setting} lets every name in{Unguarded}";
        }

        if (!isGuarded && named.FirstOrDefault(static host => host.StartsWith("*.", StringComparison.Ordinal) && !host[2..].Contains('.')) is { } wide)
        {
            return $"{Setting} lets every name under {wide} in{Unguarded}";
        }

        return named.FirstOrDefault(static host => Plain(host) != host) is { } odd
            ? $"{Setting} holds {odd}, which no request would match; write {Plain(odd)}, a name or an address alone, and an IPv6 address in brackets"
            : null;
    }

    /// <summary>Has the server answer to these names alone.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="configuration">What was read.</param>
    /// <param name="urls">Where it listens, separated by semicolons.</param>
    /// <param name="isGuarded">Keys are set, or nothing is served that needs one.</param>
    public static void Use(WebApplicationBuilder builder, IConfiguration configuration, string urls, bool isGuarded)
    {
        string[] own = isGuarded ? [] : ["localhost", "127.0.0.1", "[::1]", .. Listened(urls)];
        string[] hosts = [.. own, .. Named(configuration)];
        if (hosts.Length > 0)
        {
            builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = hosts);
        }
    }

    private static IEnumerable<string> Listened(string urls) => urls
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(BindingAddress.Parse)
        .Where(static address => !address.IsUnixPipe)
        .Select(static address => address.Host);

    // As hosts are compared: without a scheme, a port and a path.
    private static string Plain(string host)
    {
        if (IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !host.StartsWith('['))
        {
            return $"[{host}]";
        }

        var scheme = host.IndexOf("://", StringComparison.Ordinal);
        var authority = (scheme < 0 ? host : host[(scheme + 3)..]).Split('/')[0];
        var end = authority.IndexOf(':', authority.StartsWith('[') ? authority.IndexOf(']') + 1 : 0);
        return end < 0 ? authority : authority[..end];
    }

    private static string[] Named(IConfiguration configuration) =>
        configuration[Setting]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
