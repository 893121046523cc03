using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>The signals of a journal that count there no more, since the identity that they came by was given back.</summary>
public sealed class PartedOrigins
{
    private Dictionary<ProfileId, long>? _released;
    private long _restored = -1;

    /// <summary>Notes a change of the person.</summary>
    /// <param name="place">Where it stands in the journal.</param>
    /// <param name="change">The change.</param>
    public void Add(long place, PersonChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.Kind == PersonChangeKind.Released)
        {
            (_released ??= [])[change.Other] = place;
        }
        else if (change.Kind == PersonChangeKind.Restored)
        {
            _restored = place;
        }
    }

    /// <summary>Notes an entry that may be a change of the person.</summary>
    public void Note(long place, in JournalEntry entry)
    {
        if (entry.Kind == JournalEntryKind.Person)
        {
            Add(place, entry.Person);
        }
    }

    /// <summary>Whether a signal is one of them.</summary>
    public bool Covers(long place, Signal signal) =>
        signal is { Origin: { } origin }
        && (place <= _restored || (_released is not null && _released.TryGetValue(origin, out var released) && place <= released));
}
