using System.Net;
using Microsoft.AspNetCore.Http;

namespace PersonaGrain.Gateway;

/// <summary>Checks where a server is asked to listen.</summary>
public static class ListenAddresses
{
    /// <summary>
    /// What is wrong with the addresses, or null. Without keys, everybody who can reach the server may do everything: then it must be loopback.
    /// </summary>
    public static string? Fault(string urls, bool hasKeys)
    {
        var parts = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0)
        {
            return "no address is given; write such as http://127.0.0.1:5080";
        }

        foreach (var part in parts)
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(part);
            }
            catch (FormatException)
            {
                return $"'{part}' is not an address; write such as http://127.0.0.1:5080";
            }

            if (address.Scheme is not ("http" or "https"))
            {
                return $"'{part}' is not http or https";
            }

            if (!address.IsUnixPipe && address.Port is < 0 or > IPEndPoint.MaxPort)
            {
                return $"'{part}' has no port from 0 to {IPEndPoint.MaxPort}; write such as http://127.0.0.1:5080";
            }

            if (address.PathBase.Length > 0)
            {
                return $"'{part}' has a path, and the server listens on all; leave it out, and where a proxy adds one, have it taken off there "
                    + "and set PublicUrl";
            }

            if (!hasKeys && !IsLoopback(address))
            {
                return $"{part} can be reached from other machines, and no key is configured: set PersonaGrain__Keys__Admin__0 (and Write, "
                    + "Read), or listen on 127.0.0.1";
            }
        }

        return null;
    }

    private static bool IsLoopback(BindingAddress address) =>
        address.IsUnixPipe
        || string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
