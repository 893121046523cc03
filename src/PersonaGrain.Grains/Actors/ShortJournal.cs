using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>The first entries of an actor's journal, kept while they are all of it. Used again for one actor after another.</summary>
/// <remarks>
/// A short journal is read whole, which costs no more than its snapshot and needs no second look: most actors are new or small. So an actor that is
/// not there yet costs one look, which it shares with others.
/// </remarks>
internal sealed class ShortJournal
{
    private readonly List<JournaledEntry> _entries = [];
    private ActorId _actor;

    /// <summary>Reads the journal of an actor; whether it is shorter than so many entries, and kept.</summary>
    public async ValueTask<bool> TryReadAsync(IActorJournal journal, ActorId actor, int shorterThan, CancellationToken cancellation)
    {
        Clear();
        await foreach (var entry in journal.ReadAsync(actor, 0, JournalEntryKinds.All, cancellation))
        {
            _entries.Add(entry);
            if (_entries.Count == shorterThan)
            {
                Clear();
                return false;
            }
        }

        _actor = actor;
        return true;
    }

    /// <summary>What is stored of an actor whose journal is kept.</summary>
    public StoredActor Stored => new(default, 0, 0, null, _entries.Count == 0 ? 0 : _entries[^1].Sequence);

    /// <summary>Whether the journal of an actor is kept.</summary>
    public bool Has(ActorId actor) => _actor == actor;

    /// <summary>Entries of the journal that is kept.</summary>
    public async IAsyncEnumerable<JournaledEntry> ReadAsync(long after, JournalEntryKinds kinds)
    {
        await ValueTask.CompletedTask;
        foreach (var entry in _entries)
        {
            if (entry.Sequence > after && kinds.Has(entry.Entry.Kind))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Keeps none any more.</summary>
    public void Clear()
    {
        _actor = default;
        _entries.Clear();
    }
}
