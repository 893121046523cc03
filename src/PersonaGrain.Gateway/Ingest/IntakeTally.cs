using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Ingest;

/// <summary>What a request carried and what became of it so far.</summary>
/// <param name="reported">The most rejections that are kept to be named; all are counted.</param>
internal sealed class IntakeTally(int reported)
{
    private readonly List<Observation> _pending = [];
    private readonly List<long> _places = [];
    private readonly List<SignalFault?> _notes = [];
    private readonly List<Rejection> _rejections = [];
    private SignalFault? _first;

    /// <summary>Signals not handed over yet.</summary>
    internal IReadOnlyList<Observation> Pending => _pending;

    /// <summary>Where each pending signal stood in the request.</summary>
    internal IReadOnlyList<long> Places => _places;

    /// <summary>What is odd about each pending signal, though it may be taken; null for nothing.</summary>
    internal IReadOnlyList<SignalFault?> Notes => _notes;

    /// <summary>The first rejections, by place.</summary>
    internal IReadOnlyList<Rejection> Rejections
    {
        get
        {
            _rejections.Sort(static (a, b) => a.Place.CompareTo(b.Place));
            return _rejections;
        }
    }

    /// <summary>Signals that were new.</summary>
    internal long Accepted { get; private set; }

    /// <summary>Signals that had been taken before.</summary>
    internal long Duplicates { get; private set; }

    /// <summary>Signals that were not taken.</summary>
    internal long Rejected { get; private set; }

    /// <summary>Collects a signal for the next call to the grid.</summary>
    internal void Add(Observation observation, long place, SignalFault? note = null)
    {
        _pending.Add(observation);
        _places.Add(place);
        _notes.Add(note);
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

    internal void Settle(int accepted, int duplicates)
    {
        Accepted += accepted;
        Duplicates += duplicates;
        _pending.Clear();
        _places.Clear();
        _notes.Clear();
    }

    /// <summary>The problem of a request of which nothing could be taken: the one reason where all share it, else a list.</summary>
    internal Problem AllRejected()
    {
        var first = _first!;
        var shared = _rejections.TrueForAll(rejection => string.Equals(rejection.Fault.Reason, first.Reason, StringComparison.Ordinal));
        return (shared ? Problem.Of(first) : new Problem("all_events_rejected", "no event could be taken")) with { Rejected = Rejections };
    }
}
