namespace PersonaGrain.Workspaces;

/// <summary>What a workspace may take of what all share; null for no limit of its own.</summary>
public sealed record WorkspaceLimits
{
    /// <summary>No limits.</summary>
    public static readonly WorkspaceLimits None = new();

    /// <summary>Signals a second that each gateway takes, on average; bursts of twice as many pass.</summary>
    public int? SignalsPerSecond { get; init; }

    /// <summary>Requests that each gateway serves at once.</summary>
    public int? ConcurrentRequests { get; init; }

    /// <summary>Event streams that each gateway keeps open.</summary>
    public int? EventStreams { get; init; }

    /// <summary>Every fault of these limits; empty when they are sound.</summary>
    public IReadOnlyList<string> Faults() =>
    [
        .. new (string Name, int? Value)[]
            {
                ("signalsPerSecond", SignalsPerSecond), ("concurrentRequests", ConcurrentRequests), ("eventStreams", EventStreams),
            }
            .Where(limit => limit.Value < 1)
            .Select(limit => $"{limit.Name}: {limit.Value}; give at least 1, or leave it out for no limit"),
    ];
}
