using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Faults;

/// <summary>What this process found odd about signals since it started: the newest faults one by one, and the count of all.</summary>
internal sealed class FaultLog(TimeProvider time)
{
    /// <summary>How many of the newest faults are kept.</summary>
    internal const int Kept = 1_000;

    private const int MaximumUnknownTypes = 100;
    private readonly Lock _gate = new();
    private readonly FaultEntry[] _newest = new FaultEntry[Kept];
    private long _last;

    /// <summary>Faults by where they came from, the type and the field they are about, and what became of the signal.</summary>
    internal FaultCounts Counts { get; } = new();

    /// <summary>Signals that were taken though the catalog has no such type.</summary>
    internal FrequentCounts<string> UnknownTypes { get; } = new(MaximumUnknownTypes);

    /// <summary>Keeps a fault.</summary>
    /// <param name="source">The operation that the signal came by.</param>
    /// <param name="type">The signal type; empty where it is not known.</param>
    /// <param name="isDeclared">Whether the catalog declares the type.</param>
    /// <param name="fault">What is odd, in the sender's words.</param>
    /// <param name="outcome">What became of the signal.</param>
    internal void Add(string source, string type, bool isDeclared, SignalFault fault, FaultOutcome outcome)
    {
        Counts.Add(new FaultKey(source, type, fault.Field, fault.Reason, outcome), isDeclared);
        var at = Instant.From(time.GetUtcNow());
        lock (_gate)
        {
            _last++;
            _newest[_last % Kept] = new FaultEntry(_last, at, source, type, fault, outcome);
        }
    }

    /// <summary>The newest faults, newest first.</summary>
    /// <param name="filter">Which of them.</param>
    /// <param name="before">Only those before this number; null for all.</param>
    /// <param name="limit">The most to give.</param>
    internal IReadOnlyList<FaultEntry> Newest(FaultFilter filter, long? before, int limit)
    {
        var found = new List<FaultEntry>();
        lock (_gate)
        {
            var oldest = Math.Max(1, _last - Kept + 1);
            for (var number = Math.Min(_last, (before ?? long.MaxValue) - 1); number >= oldest && found.Count < limit; number--)
            {
                if (_newest[number % Kept] is var entry && filter.Matches(entry))
                {
                    found.Add(entry);
                }
            }
        }

        return found;
    }
}
