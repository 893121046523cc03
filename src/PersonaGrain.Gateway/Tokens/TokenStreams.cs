using System.Threading.RateLimiting;
using PersonaGrain.Signals;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tokens;

/// <summary>The event streams that tokens opened, by profile: one visitor with many must not take the room of all.</summary>
internal sealed class TokenStreams : IDisposable
{
    /// <summary>Open at once for one profile: a page in several tabs and browsers.</summary>
    internal const int MostOfOneProfile = 8;

    private readonly PartitionedRateLimiter<(WorkspaceName, ProfileId)> _ofProfile = PartitionedRateLimiter.Create<(WorkspaceName, ProfileId), (WorkspaceName, ProfileId)>(static profile =>
        RateLimitPartition.GetConcurrencyLimiter(profile, static _ => new ConcurrencyLimiterOptions { PermitLimit = MostOfOneProfile, QueueLimit = 0 }));

    /// <summary>Takes the room of one stream until what is handed back is disposed; it says whether there was any.</summary>
    internal RateLimitLease Enter(OpenedProfile opened) => _ofProfile.AttemptAcquire((opened.Workspace, opened.Profile));

    /// <inheritdoc />
    public void Dispose() => _ofProfile.Dispose();
}
