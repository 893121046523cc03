using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;

namespace PersonaGrain.Journals.InMemory;

/// <summary>One actor's entries; everything but <see cref="Read"/> is called under <see cref="Gate"/>.</summary>
internal sealed class ActorLog
{
    private readonly List<JournalEntry> _entries = [];
    private HashSet<ulong>? _ids;
    private long _signals;

    public Lock Gate { get; } = new();

    /// <summary>The sequence number of the newest entry.</summary>
    public long Count => _entries.Count;

    public Instant Wake { get; private set; } = Instant.Never;

    /// <summary>The sequence number that <see cref="Wake"/> was written with.</summary>
    private long _wakeSequence;

    /// <summary>Its place in the list of its shard's actors.</summary>
    public int Ordinal { get; set; }

    /// <summary>The signals among the entries.</summary>
    public long Signals => Volatile.Read(ref _signals);

    /// <summary>Adds what an append brings.</summary>
    public void Add(ActorAppend append)
    {
        AddIds(append.NewIds);
        AddIds(append.KnownIds);
        var signals = _signals;
        for (var index = 0; index < append.Entries.Count; index++)
        {
            var entry = append.Entries[index];
            _entries.Add(entry);
            signals += entry.Kind == JournalEntryKind.Signal ? 1 : 0;
        }

        Volatile.Write(ref _signals, signals);
    }

    /// <summary>Takes over the wake-up of an append that was added.</summary>
    public void MoveWake(ActorAppend append, Instant wake)
    {
        Wake = append.Last == _wakeSequence && Wake > append.Evaluated ? Instant.Min(Wake, wake) : wake;
        _wakeSequence = append.Last;
    }

    /// <summary>Those of some fingerprints that the index has.</summary>
    public HashSet<ulong>? Repeated(IReadOnlyList<ulong> ids)
    {
        HashSet<ulong>? repeated = null;
        for (var index = 0; index < ids.Count; index++)
        {
            if (_ids?.Contains(ids[index]) == true)
            {
                (repeated ??= []).Add(ids[index]);
            }
        }

        return repeated;
    }

    /// <summary>A page of the entries of some kinds after one.</summary>
    public JournaledEntry[] Read(long after, JournalEntryKinds kinds, int limit)
    {
        lock (Gate)
        {
            var page = new List<JournaledEntry>();
            for (var index = (int)after; index < _entries.Count && page.Count < limit; index++)
            {
                if (kinds.Has(_entries[index].Kind))
                {
                    page.Add(new JournaledEntry(index + 1, _entries[index]));
                }
            }

            return [.. page];
        }
    }

    /// <summary>Every entry, oldest first.</summary>
    public JournalEntry[] ToArray()
    {
        lock (Gate)
        {
            return [.. _entries];
        }
    }

    private void AddIds(IReadOnlyList<ulong> ids)
    {
        if (ids.Count > 0)
        {
            (_ids ??= []).UnionWith(ids);
        }
    }
}
