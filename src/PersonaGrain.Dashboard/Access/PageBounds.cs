using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;

namespace PersonaGrain.Dashboard.Access;

/// <summary>The bound on pages that are open at once.</summary>
internal static class PageBounds
{
    /// <summary>The name of the policy.</summary>
    internal const string Pages = "personagrain:pages";

    /// <summary>The bound.</summary>
    internal static ConcurrencyBound Of(DashboardOptions options) => new(
        Pages, options.MaximumPages, new Problem("too_many_requests", "too many pages of the dashboard are open") { RetryAfter = TimeSpan.FromSeconds(5) });
}
