using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>What a request carried and what became of it so far.</summary>
/// <param name="reported">The most rejections that are kept to be named; all are counted.</param>
internal sealed class IntakeTally(int reported)
{
    /// <summary>The most notes that an answer names one by one.</summary>
    internal const int MaximumNotes = 100;

    private readonly List<Observation> _pending = [];
    private readonly List<PendingSignal> _origins = [];
    private readonly List<Rejection> _rejections = [];
    private List<(long Place, LinkCall Link)>? _links;
    private List<IntakeNote>? _notes;
    private SignalFault? _first;

    /// <summary>Signals not handed over yet.</summary>
    internal IReadOnlyList<Observation> Pending => _pending;

    /// <summary>What is known of each pending signal beside itself.</summary>
    internal IReadOnlyList<PendingSignal> Origins => _origins;

    /// <summary>Calls that join identities, each with its place.</summary>
    internal IReadOnlyList<(long Place, LinkCall Link)> Links => _links ?? (IReadOnlyList<(long, LinkCall)>)[];

    /// <summary>The first notes.</summary>
    internal IReadOnlyList<IntakeNote> Notes => _notes ?? (IReadOnlyList<IntakeNote>)[];

    /// <summary>Notes for which the answer has no room.</summary>
    internal long NotesOmitted { get; private set; }

    /// <summary>The first rejections, by place.</summary>
    internal IReadOnlyList<Rejection> Rejections
    {
        get
        {
            _rejections.Sort(static (a, b) => a.Place.CompareTo(b.Place));
            return _rejections;
        }
    }

    /// <summary>Signals that were new, and joins that changed something.</summary>
    internal long Accepted { get; private set; }

    /// <summary>Signals that had been taken before, and joins of what was one person already.</summary>
    internal long Duplicates { get; private set; }

    /// <summary>Signals that were set aside.</summary>
    internal long Quarantined { get; private set; }

    /// <summary>Signals that were dealt with: new, known, or set aside.</summary>
    internal long Taken => Accepted + Duplicates + Quarantined;

    /// <summary>Signals that were not taken.</summary>
    internal long Rejected { get; private set; }

    /// <summary>Collects a signal for the next call to the grid.</summary>
    internal void Add(Observation observation, PendingSignal origin)
    {
        _pending.Add(observation);
        _origins.Add(origin);
    }

    /// <summary>Collects a call that joins identities.</summary>
    internal void Add(long place, LinkCall link) => (_links ??= []).Add((place, link));

    /// <summary>Counts a call whose identities are one person now, or were before.</summary>
    internal void Joined(bool isNew)
    {
        Accepted += isNew ? 1 : 0;
        Duplicates += isNew ? 0 : 1;
    }

    internal void Reject(long place, SignalFault fault)
    {
        Rejected++;
        _first ??= fault;
        if (_rejections.Count < reported)
        {
            _rejections.Add(new Rejection(place, fault));
        }
    }

    internal void Note(long? place, SignalFault note)
    {
        _notes ??= [];
        if (_notes.Count < MaximumNotes)
        {
            _notes.Add(new IntakeNote(place, note));
        }
        else
        {
            NotesOmitted++;
        }
    }

    internal void Settle(int accepted, int duplicates, int quarantined)
    {
        Accepted += accepted;
        Duplicates += duplicates;
        Quarantined += quarantined;
        _pending.Clear();
        _origins.Clear();
    }

    /// <summary>The problem of a request of which nothing could be taken: the one reason where all share it, else a list.</summary>
    internal Problem AllRejected()
    {
        var first = _first!;
        var shared = _rejections.TrueForAll(rejection => string.Equals(rejection.Fault.Reason, first.Reason, StringComparison.Ordinal));
        return (shared ? Problem.Of(first) : new Problem("all_events_rejected", "no event could be taken")) with { Rejected = Rejections };
    }
}
