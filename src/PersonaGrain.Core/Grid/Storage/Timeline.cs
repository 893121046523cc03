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
        var isSealed = false;
        foreach (var (place, entry) in entries.Index())
        {
            parted.Note(place, entry);
            isSealed = entry.Kind == JournalEntryKind.Person ? entry.Person.IsSealed : isSealed;
            if (entry.IsRetraction)
            {
                retracted.Add(entry.Retraction);
            }
        }

        if (isSealed)
        {
            return [];
        }

        // OrderBy is stable: of one time the one that came later is the newer.
        return [.. entries.Index()
            .Where(entry => entry.Item.Kind == JournalEntryKind.Signal)
            .TakeLast(JournalLimits.TimelineDepth)
            .Where(entry => !retracted.Contains(entry.Item.Signal) && !parted.Covers(entry.Index, entry.Item.Signal))
            .Select(entry => entry.Item)
            .Reverse()
            .OrderByDescending(entry => entry.At)
            .Take(limit)
            .Select(entry => new TimelineEntry(entry.Signal, entry.Received))];
    }
}
