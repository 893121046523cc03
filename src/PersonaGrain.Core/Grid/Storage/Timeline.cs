using PersonaGrain.Identities;
using PersonaGrain.Triggers;

namespace PersonaGrain.Grid.Storage;

/// <summary>The newest signals of an actor, as timelines show them.</summary>
public static class Timeline
{
    /// <summary>The kinds of entries that a timeline is made from.</summary>
    public const JournalEntryKinds Kinds = JournalEntryKinds.Signals | JournalEntryKinds.AllRetractions | JournalEntryKinds.Persons;

    /// <summary>The signals with the newest times, newest first, of the <see cref="JournalLimits.TimelineDepth"/> that came last; those that were taken back left out. None where another actor holds the person: there they are.</summary>
    /// <param name="entries">Entries of the actor's journal, oldest first; of other kinds than <see cref="Kinds"/> none is needed.</param>
    /// <param name="limit">How many are wanted.</param>
    public static IReadOnlyList<TimelineEntry> Newest(IReadOnlyCollection<JournalEntry> entries, int limit)
    {
        var retracted = new RetractedSignals();
        var parted = new PartedOrigins();
        var (isJoined, isSealed) = (false, false);
        foreach (var (place, entry) in entries.Index())
        {
            parted.Note(place, entry);
            if (entry.Kind == JournalEntryKind.Person)
            {
                (isJoined, isSealed) = (true, entry.Person.IsSealed);
            }

            if (entry.IsRetraction)
            {
                retracted.Add(entry.Retraction);
            }
        }

        if (isSealed)
        {
            return [];
        }

        var counting = entries.Index()
            .Where(entry => entry.Item.Kind == JournalEntryKind.Signal && !retracted.Contains(entry.Item.Signal) && !parted.Covers(entry.Index, entry.Item.Signal))
            .Select(static entry => entry.Item);
        if (isJoined)
        {
            // What a sender sent by two identities before they were one counts as it was taken first.
            counting = counting.OrderBy(static entry => entry.Received).DistinctBy(static entry => entry.Signal.Id, StringComparer.Ordinal);
        }

        // OrderBy is stable: of one time the one that came later is the newer.
        return [.. counting
            .TakeLast(JournalLimits.TimelineDepth)
            .Reverse()
            .OrderByDescending(static entry => entry.At)
            .Take(limit)
            .Select(static entry => new TimelineEntry(entry.Signal, entry.Received))];
    }
}
