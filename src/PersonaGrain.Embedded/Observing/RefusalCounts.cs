using System.Collections.Concurrent;

namespace PersonaGrain.Embedded.Observing;

/// <summary>Signals refused since the start, by reason.</summary>
internal sealed class RefusalCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    public void Add(string reason, long signals = 1) =>
        _counts.AddOrUpdate(reason, static (_, more) => more, static (_, count, more) => count + more, signals);

    public IReadOnlyDictionary<string, long> ToDictionary() => new Dictionary<string, long>(_counts);
}
