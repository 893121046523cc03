using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using PersonaGrain.Gateway.Tokens;

namespace PersonaGrain.Gateway.Http;

/// <summary>
/// The bounds on event streams: one for those that keys open, one for those of pages, which are as many as there are visitors and must not keep
/// servers out.
/// </summary>
/// <param name="servers">For requests without a token.</param>
/// <param name="pages">For those that show one, good or not: which it is, is found out later.</param>
internal sealed class StreamBound(ConcurrencyBound servers, ConcurrencyBound pages) : IRateLimiterPolicy<string>
{
    /// <inheritdoc />
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => (rejected, cancellation) =>
        Of(rejected.HttpContext).OnRejected!(rejected, cancellation);

    /// <inheritdoc />
    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => Of(httpContext).GetPartition(httpContext);

    private ConcurrencyBound Of(HttpContext context) => ShownToken.Of(context.Request) is null ? servers : pages;
}
