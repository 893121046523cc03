using System.Collections.Concurrent;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest;

/// <summary>How often something was said of a field.</summary>
/// <param name="Field">The field, or the column it comes from.</param>
/// <param name="Reason">What was said.</param>
/// <param name="Rejected">How many lines were rejected for it.</param>
/// <param name="Noted">How many were taken with it noted.</param>
internal readonly record struct FieldFault(string Field, string Reason, long Rejected, long Noted);

/// <summary>Counts faults by field and reason; from many threads. Beyond a bound of different ones the others are counted together.</summary>
internal sealed class FieldFaults
{
    private const int Bound = 1_000;
    private const string Others = "(others)";
    private readonly ConcurrentDictionary<(string Field, string Reason), (long Rejected, long Noted)> _counts = new();

    /// <summary>Every field and reason, the commonest first.</summary>
    public IReadOnlyList<FieldFault> Listed =>
    [
        .. _counts.Select(static count => new FieldFault(count.Key.Field, count.Key.Reason, count.Value.Rejected, count.Value.Noted))
            .OrderByDescending(static count => count.Rejected + count.Noted)
            .ThenBy(static count => count.Field, StringComparer.Ordinal)
            .ThenBy(static count => count.Reason, StringComparer.Ordinal),
    ];

    /// <summary>Counts a fault.</summary>
    public void Add(SignalFault fault, bool rejected)
    {
        var key = (fault.Field, fault.Reason);
        if (!_counts.ContainsKey(key) && _counts.Count >= Bound)
        {
            key = (Others, fault.Reason);
        }

        var (rejections, notes) = rejected ? (1L, 0L) : (0L, 1L);
        _counts.AddOrUpdate(
            key,
            static (_, more) => more,
            static (_, counted, more) => (counted.Rejected + more.rejections, counted.Noted + more.notes),
            (rejections, notes));
    }
}
