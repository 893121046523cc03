using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>How a grid is.</summary>
/// <param name="Ready">It takes signals.</param>
/// <param name="Reason">Why it does not, in words an operator can act on; null when ready.</param>
/// <param name="Now">The grid's clock.</param>
/// <param name="Profiles">Profiles known; 0 where <paramref name="LastEvent"/> is null.</param>
/// <param name="ProfilesInMemory">Profiles activated; 0 where nobody tells.</param>
/// <param name="Signals">Signals accepted, ever; 0 where <paramref name="LastEvent"/> is null.</param>
/// <param name="LastEvent">The position of the newest event; null where storage does not tell, which is never told as 0.</param>
/// <param name="CatalogName">The catalog in force.</param>
/// <param name="CatalogVersion">Its version.</param>
/// <param name="Reevaluation">The background work after a catalog change, or null when there is none.</param>
/// <param name="Refused">Signals refused since start, by reason.</param>
public sealed record GridStatus(
    bool Ready,
    string? Reason,
    Instant Now,
    long Profiles,
    long ProfilesInMemory,
    long Signals,
    long? LastEvent,
    string CatalogName,
    int CatalogVersion,
    ReevaluationProgress? Reevaluation,
    IReadOnlyDictionary<string, long> Refused)
{
    /// <summary>How often each trigger did not fire since start because its signal arrived too late (<c>late</c> in the catalog).</summary>
    public IReadOnlyDictionary<string, long> MissedTriggers { get; init; } = new Dictionary<string, long>();

    /// <summary>Profiles that were passed over since start because they can not be loaded: the store is damaged in their place, or was written by a later version.</summary>
    public long PassedOver { get; init; }

    /// <summary>Signals that are set aside now; null where storage does not tell.</summary>
    public long? Quarantined { get; init; }

    /// <summary>By how much this process's clock is ahead of the store's, where that is so much that time goes by the store's; else null.</summary>
    public TimeSpan? ClockAhead { get; init; }
}

/// <summary>Profiles re-evaluated of those to do.</summary>
public readonly record struct ReevaluationProgress(long Done, long Total);
