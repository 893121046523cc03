using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Gateway.Http;

/// <summary>A bound on what is served at once. None waits: a flood then costs no memory, and a sender learns at once when to come back.</summary>
/// <param name="name">The name of the policy.</param>
/// <param name="most">The most requests served at once.</param>
/// <param name="problem">What the others are answered.</param>
internal sealed class ConcurrencyBound(string name, int most, Problem problem) : IRateLimiterPolicy<string>
{
    /// <summary>The policy of operations that answer and are done.</summary>
    internal const string Requests = "personagrain:requests";

    /// <summary>The policy of operations whose answer stays open.</summary>
    internal const string Streams = "personagrain:streams";

    // One for all requests: making it anew for each would be what the bound costs most.
    private readonly RateLimitPartition<string> _partition =
        RateLimitPartition.GetConcurrencyLimiter(name, _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 });

    /// <inheritdoc />
    public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => (rejected, _) => new ValueTask(RefuseAsync(rejected.HttpContext));

    /// <inheritdoc />
    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => _partition;

    private Task RefuseAsync(HttpContext context)
    {
        var source = GatewayOperation.Of(context)?.Name ?? name;
        return context.RequestServices.GetRequiredService<Refusals>().RefuseAsync(context, source, problem);
    }
}
