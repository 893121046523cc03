using System.Collections.Concurrent;

namespace PersonaGrain.Gateway;

/// <summary>What was refused or taken with a note since the start, of one workspace; the meter counts all of them together.</summary>
internal class IntakeCounts(GatewayMetrics metrics)
{
    private readonly ConcurrentDictionary<(string Source, string Reason), long> _refusals = new();
    private readonly ConcurrentDictionary<(string Source, string Reason), long> _notes = new();

    /// <summary>Refusals, by source and reason.</summary>
    internal IReadOnlyDictionary<(string Source, string Reason), long> Refusals => _refusals;

    /// <summary>Signals that were taken with a note, by source and reason.</summary>
    internal IReadOnlyDictionary<(string Source, string Reason), long> Notes => _notes;

    internal void Noted(string source, string reason)
    {
        _notes.AddOrUpdate((source, reason), 1, static (_, count) => count + 1);
        metrics.Noted(source, reason);
    }

    internal void Refused(string source, string reason)
    {
        _refusals.AddOrUpdate((source, reason), 1, static (_, count) => count + 1);
        metrics.Refused(source, reason);
    }
}

/// <summary>The counts of <c>main</c>, and of what is refused before it is known which workspace it is for: whoever runs the server is told.</summary>
internal sealed class UnplacedCounts(GatewayMetrics metrics) : IntakeCounts(metrics);
