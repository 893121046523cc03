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
    public static IReadOnlyList<TimelineEntry> Newest(IReadOnlyCollection<JournalEntry> entries, int limit) =>

        // OrderBy is stable: of one time the one that came later is the newer.
        [.. Counting([.. entries.Select(static (entry, place) => new JournaledEntry(place, entry))])
            .TakeLast(JournalLimits.TimelineDepth)
            .Reverse()
            .OrderByDescending(static each => each.Entry.At)
            .Take(limit)
            .Select(static each => new TimelineEntry(each.Entry.Signal, each.Entry.Received))];

    /// <summary>The signals that count, in the order in which they came; those that were taken back left out. None where another actor holds the person.</summary>
    /// <param name="entries">Entries of the actor's journal, oldest first; of other kinds than <see cref="Kinds"/> none is needed.</param>
    internal static IEnumerable<JournaledEntry> Counting(IReadOnlyCollection<JournaledEntry> entries)
    {
        var retracted = new RetractedSignals();
        var parted = new PartedOrigins();
        var (isJoined, isSealed) = (false, false);
        foreach (var (place, entry) in entries)
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

        var counting = entries.Where(
            each => each.Entry.Kind == JournalEntryKind.Signal && !retracted.Contains(each.Entry.Signal) && !parted.Covers(each.Sequence, each.Entry.Signal));

        // What a sender sent by two identities before they were one counts as it was taken first.
        return isJoined
            ? counting.OrderBy(static each => each.Entry.Received).DistinctBy(static each => each.Entry.Signal.Id, StringComparer.Ordinal)
            : counting;
    }
}
