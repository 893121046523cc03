using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Workspaces;

/// <summary>Holds a workspace to what it may take of what all share; without limits of its own it costs one comparison.</summary>
/// <remarks>They are counted in each gateway alone. A change of limits holds from the next request on; what was taken before counts no more.</remarks>
internal sealed class WorkspaceBounds(WorkspaceGrid workspace, GatewayWorkspaces workspaces, GatewayOptions options) : IDisposable
{
    private static readonly Problem Requests =
        new("too_many_requests", "the workspace's limit of concurrent requests is reached") { RetryAfter = TimeSpan.FromSeconds(1) };
    private static readonly Problem Streams = new("too_many_requests", "the workspace's limit of event streams is reached") { RetryAfter = TimeSpan.FromSeconds(5) };

    private readonly Lock _changing = new();
    private volatile Limiters _limiters = new(-1, WorkspaceLimits.None, 0);

    /// <summary>Runs a request where the workspace has room for it.</summary>
    internal Task RunAsync(HttpContext context, GatewayOperation operation, RequestDelegate next, Refusals refusals)
    {
        var limiters = Current;
        var limiter = !operation.IsBounded ? null : operation.Streams ? limiters.Streams : limiters.Requests;
        return limiter is null ? next(context) : RunAsync(context, operation, next, refusals, limiter);
    }

    /// <summary>How long to wait before so many signals may be sent; null where they may be now, and then they are counted.</summary>
    internal TimeSpan? Admit(int signals)
    {
        if (Current.Signals is not { } limiter || signals == 0)
        {
            return null;
        }

        limiter.TryReplenish();
        using var lease = limiter.AttemptAcquire(signals);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    /// <summary>What a call is answered that the workspace has no room for; null where it has.</summary>
    internal ObserveResult? Refuse(int signals) => Admit(signals) is { } wait ? new ObserveResult.Busy(wait) : null;

    /// <inheritdoc />
    public void Dispose() => _limiters.Dispose();

    private Limiters Current
    {
        get
        {
            var current = _limiters;
            return current.Version == workspaces.Directory.Version ? current : Renew();
        }
    }

    private static async Task RunAsync(HttpContext context, GatewayOperation operation, RequestDelegate next, Refusals refusals, ConcurrencyLimiter limiter)
    {
        using var lease = limiter.AttemptAcquire();
        await (lease.IsAcquired ? next(context) : refusals.RefuseAsync(context, operation.Name, operation.Streams ? Streams : Requests));
    }

    /// <summary>Takes the limits over that are stored now; those that did not change go on counting.</summary>
    private Limiters Renew()
    {
        lock (_changing)
        {
            var (before, version) = (_limiters, workspaces.Directory.Version);
            if (before.Version == version)
            {
                return before;
            }

            var limits = workspaces.Directory.Workspaces.FirstOrDefault(one => one.Name == workspace.Name)?.Limits ?? WorkspaceLimits.None;
            return _limiters = limits == before.Limits ? before with { Version = version } : new Limiters(version, limits, Math.Max(options.MaximumBatchEvents, options.SignalChunk));
        }
    }

    /// <summary>What counts under one set of limits; a call has at most so many signals. Replaced ones are left to the collector: requests under way still give back to them.</summary>
    private sealed record Limiters(long Version, WorkspaceLimits Limits, int LargestCall) : IDisposable
    {
        public ConcurrencyLimiter? Requests { get; } = Concurrency(Limits.ConcurrentRequests);

        public ConcurrencyLimiter? Streams { get; } = Concurrency(Limits.EventStreams);

        public TokenBucketRateLimiter? Signals { get; } = Limits.SignalsPerSecond is not { } rate ? null : new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            // The largest call must fit, however low the rate.
            TokenLimit = (int)Math.Min(int.MaxValue, Math.Max(LargestCall, 2L * rate)),
            TokensPerPeriod = rate,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = false,
        });

        public void Dispose()
        {
            Requests?.Dispose();
            Streams?.Dispose();
            Signals?.Dispose();
        }

        private static ConcurrencyLimiter? Concurrency(int? most) =>
            most is { } limit ? new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = 0 }) : null;
    }
}
