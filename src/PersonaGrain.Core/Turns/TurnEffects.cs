using PersonaGrain.Conditions.Curves;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Turns;

/// <summary>What a turn caused and its host must commit and deliver, in order. Reused between turns.</summary>
public sealed class TurnEffects
{
    private readonly List<JournalEntry> _entries = [];
    private readonly List<ulong> _newIds = [];
    private readonly List<ulong> _knownIds = [];
    private Dictionary<string, long>? _missed;

    /// <summary>Everything that happened, in order; to be journaled.</summary>
    public IReadOnlyList<JournalEntry> Entries => _entries;

    /// <summary>Fingerprints of the message ids of signals that were taken, of an actor that has more of them than it remembers: the journal's index is to know them, in the same commit.</summary>
    public IReadOnlyList<ulong> NewIds => _newIds;

    /// <summary>Fingerprints of message ids that were taken before, and that the journal's index is to know, in the same commit; it may know some already.</summary>
    public IReadOnlyList<ulong> KnownIds => _knownIds;

    /// <summary>How often each trigger did not fire since its signal arrived too late; null in the steady state.</summary>
    public IReadOnlyDictionary<string, long>? Missed => _missed;

    /// <summary>Whether the index of fields is to have something else than it was told of a profile in memory.</summary>
    internal bool HasIndexChange { get; set; }

    /// <summary>Counts what searches for crossings cost, of whoever looks ahead; null in a turn.</summary>
    internal CurveWork? Work { get; init; }

    /// <summary>Whether signals were taken away with whoever they came from.</summary>
    internal bool HasPersonChange { get; private set; }

    /// <summary>Why a firing was taken back last; time where none was.</summary>
    internal Cause CauseOfLastRetraction => _entries.FindLast(static entry => entry.IsRetraction) is { IsRetraction: true } last ? last.Cause : Cause.Clock;

    /// <summary>Whether there is anything for the index of ids.</summary>
    internal bool HasIds => _newIds.Count + _knownIds.Count > 0;

    internal List<ulong> NewIdList => _newIds;

    internal List<ulong> KnownIdList => _knownIds;

    /// <summary>Notes an entry.</summary>
    public void Add(in JournalEntry entry)
    {
        HasPersonChange |= entry.Kind == JournalEntryKind.Person;
        _entries.Add(entry);
    }

    /// <summary>Notes that a trigger did not fire since its signal arrived too late.</summary>
    internal void AddMissed(string trigger)
    {
        _missed ??= [];
        _missed[trigger] = _missed.GetValueOrDefault(trigger) + 1;
    }

    /// <summary>Whether there is anything among the entries that an actor's followers are to know.</summary>
    internal bool TellNews(Actor actor)
    {
        for (var index = 0; index < _entries.Count; index++)
        {
            if (actor.IsNews(_entries[index]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets everything and keeps the buffers.</summary>
    public void Clear()
    {
        _entries.Clear();
        _newIds.Clear();
        _knownIds.Clear();
        _missed?.Clear();
        HasPersonChange = false;
        HasIndexChange = false;
    }
}
