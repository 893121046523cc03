using PersonaGrain.Time;

namespace PersonaGrain.Grid.Storage.InMemory;

/// <summary>One profile's entries; everything but <see cref="Read"/> is called under <see cref="Gate"/>.</summary>
internal sealed class ProfileLog
{
    private readonly List<JournalEntry> _entries = [];

    public Lock Gate { get; } = new();

    /// <summary>The sequence number of the newest entry.</summary>
    public long Count => _entries.Count;

    public Instant Wake { get; private set; } = Instant.Never;

    /// <summary>The sequence number that <see cref="Wake"/> was written with.</summary>
    private long _wakeSequence;

    /// <summary>Its place in the list of its shard's profiles.</summary>
    public int Ordinal { get; set; }

    /// <summary>Adds entries and counts the signals among them.</summary>
    public int Add(IReadOnlyList<JournalEntry> entries)
    {
        var signals = 0;
        for (var index = 0; index < entries.Count; index++)
        {
            _entries.Add(entries[index]);
            signals += entries[index].Kind == JournalEntryKind.Signal ? 1 : 0;
        }

        return signals;
    }

    /// <summary>Takes over the wake-up of an append that was added.</summary>
    public void MoveWake(ProfileAppend append, Instant wake)
    {
        Wake = append.Last == _wakeSequence && Wake > append.Evaluated ? Instant.Min(Wake, wake) : wake;
        _wakeSequence = append.Last;
    }

    public JournaledEntry[] Read(long after)
    {
        lock (Gate)
        {
            var result = new JournaledEntry[Math.Max(0, _entries.Count - after)];
            for (var index = 0; index < result.Length; index++)
            {
                result[index] = new JournaledEntry(after + index + 1, _entries[(int)after + index]);
            }

            return result;
        }
    }
}
