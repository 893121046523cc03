using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PersonaGrain.Gateway.Keys;

/// <summary>Finds the key that a request shows in its header.</summary>
internal static class ShownKey
{
    /// <summary>
    /// The key of <c>Authorization: Basic</c> (user = key, empty password) or <c>Bearer</c>; null where there is none that can be read.
    /// </summary>
    internal static string? Of(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        if (header is null || !AuthenticationHeaderValue.TryParse(header, out var value) || string.IsNullOrEmpty(value.Parameter))
        {
            return null;
        }

        if (value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return value.Parameter;
        }

        return value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? UserOf(value.Parameter) : null;
    }

    private static string? UserOf(string parameter)
    {
        var bytes = new byte[(parameter.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? text : text[..colon];
        return user.Length == 0 ? null : user;
    }
}
