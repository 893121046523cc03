using System.Collections.Concurrent;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest;

/// <summary>What became of the lines so far; counted from many threads.</summary>
internal sealed class IngestCounts
{
    private readonly ConcurrentDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _noted = new(StringComparer.Ordinal);
    private long _lines;
    private long _skipped;
    private long _later;
    private long _accepted;
    private long _duplicates;
    private long _rejectedTotal;
    private long _late;
    private long _setAside;

    /// <summary>What was said of which field.</summary>
    public FieldFaults Fields { get; } = new();

    /// <summary>Accepted signals of types that the catalog does not have.</summary>
    public UnknownTypes UnknownTypes { get; } = new();

    /// <summary>Lines read.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>Lines that a rule of the mapping passed over.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Lines later than the given end of time, left for a later run.</summary>
    public long Later => Interlocked.Read(ref _later);

    /// <summary>Signals that were new and are durable.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Signals seen before.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>New signals that were earlier than the store's clock when the run began, in a store whose time is the signals'.</summary>
    public long Late => Interlocked.Read(ref _late);

    /// <summary>Signals that the catalog set aside; they can be taken again once it fits them.</summary>
    public long SetAside => Interlocked.Read(ref _setAside);

    /// <summary>Lines rejected, for whatever reason.</summary>
    public long Rejected => Interlocked.Read(ref _rejectedTotal);

    /// <summary>Lines rejected, by reason, in the reasons' order.</summary>
    public IReadOnlyDictionary<string, long> RejectedByReason => new SortedDictionary<string, long>(_rejected, StringComparer.Ordinal);

    /// <summary>Signals that were taken though something about them is odd, by what that is, in the order of the notes.</summary>
    public IReadOnlyDictionary<string, long> NotedByReason => new SortedDictionary<string, long>(_noted, StringComparer.Ordinal);

    /// <summary>A line was read.</summary>
    public void AddLine() => Interlocked.Increment(ref _lines);

    /// <summary>A line was passed over.</summary>
    public void AddSkipped() => Interlocked.Increment(ref _skipped);

    /// <summary>A line lies after the end of time.</summary>
    public void AddLater() => Interlocked.Increment(ref _later);

    /// <summary>A new signal was earlier than the store's clock.</summary>
    public void AddLate() => Interlocked.Increment(ref _late);

    /// <summary>A line was rejected.</summary>
    public void AddRejected(SignalFault fault)
    {
        Interlocked.Increment(ref _rejectedTotal);
        _rejected.AddOrUpdate(fault.Reason, 1, static (_, count) => count + 1);
        Fields.Add(fault, rejected: true);
    }

    /// <summary>A line was taken with a note.</summary>
    public void AddNote(SignalFault note)
    {
        _noted.AddOrUpdate(note.Reason, 1, static (_, count) => count + 1);
        Fields.Add(note, rejected: false);
    }

    /// <summary>The grid dealt with a signal, and did not refuse it.</summary>
    public void AddTaken(ObservationStatus status)
    {
        switch (status)
        {
            case ObservationStatus.Duplicate:
                Interlocked.Increment(ref _duplicates);
                break;
            case ObservationStatus.Quarantined:
                Interlocked.Increment(ref _setAside);
                break;
            default:
                Interlocked.Increment(ref _accepted);
                break;
        }
    }
}
