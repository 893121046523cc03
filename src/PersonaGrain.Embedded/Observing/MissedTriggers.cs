using System.Collections.Concurrent;

namespace PersonaGrain.Embedded.Observing;

/// <summary>How often each trigger did not fire since the start because its signal arrived too late.</summary>
internal sealed class MissedTriggers
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    public void Add(IReadOnlyDictionary<string, long> missed)
    {
        foreach (var (trigger, count) in missed)
        {
            _counts.AddOrUpdate(trigger, static (_, more) => more, static (_, counted, more) => counted + more, count);
        }
    }

    public IReadOnlyDictionary<string, long> ToDictionary() => new Dictionary<string, long>(_counts);
}
