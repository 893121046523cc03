using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Schedule;
using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>What all partitions of a grid share.</summary>
internal sealed record PartitionContext(
    EmbeddedGridOptions Options,
    StoreFiles Files,
    CommitWriter Writer,
    GridTime Time,
    WakeAlarm Alarm,
    CallsInFlight Calls,
    ProfileKeys Keys,
    RefusalCounts Refusals,
    ILogger Log);

/// <summary>Gives out the keys of new profiles, each once.</summary>
internal sealed class ProfileKeys(long last)
{
    private long _last = last;

    /// <summary>The newest key given out.</summary>
    public long Last => Interlocked.Read(ref _last);

    public long Next() => Interlocked.Increment(ref _last);
}

/// <summary>Signals refused since the start, by reason.</summary>
internal sealed class RefusalCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    public void Add(string reason, long signals = 1) =>
        _counts.AddOrUpdate(reason, static (_, more) => more, static (_, count, more) => count + more, signals);

    public IReadOnlyDictionary<string, long> ToDictionary() => new Dictionary<string, long>(_counts);
}
