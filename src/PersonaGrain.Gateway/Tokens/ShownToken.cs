using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;

namespace PersonaGrain.Gateway.Tokens;

/// <summary>Finds the token that a request shows.</summary>
internal static class ShownToken
{
    private const string Bearer = "Bearer ";

    /// <summary>
    /// The token of <c>Authorization: Bearer</c>, or of <c>?token=</c> where the answer is a stream, for which a browser sends no headers; else null.
    /// </summary>
    internal static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            var text = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
            return text.StartsWith(TokenSigner.Prefix, StringComparison.Ordinal) ? text : null;
        }

        var isStream = GatewayOperation.Of(request.HttpContext) is { IsOpenToTokens: true, Streams: true };
        return isStream && request.Query["token"].ToString() is { Length: > 0 } token ? token : null;
    }
}
