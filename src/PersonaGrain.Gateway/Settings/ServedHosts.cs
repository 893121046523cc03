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

    /// <summary>What is wrong with the setting, or null.</summary>
    /// <param name="configuration">What was read.</param>
    /// <param name="isGuarded">Keys are set, or nothing is served that needs one.</param>
    public static string? Fault(IConfiguration configuration, bool isGuarded) =>
        !isGuarded && Named(configuration).Any(static host => host is "*" or "0.0.0.0" or "[::]")
            ? $"{Setting} lets every name in, and no key is configured, so that any web page could reach the grid; name the hosts, or set "
                + "PersonaGrain__Keys__Admin__0 (and Write, Read)"
            : null;

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

    private static string[] Named(IConfiguration configuration) =>
        configuration[Setting]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
