using PersonaGrain.Triggers;

namespace PersonaGrain.Grid.Storage;

/// <summary>The newest signals of an actor, as timelines show them.</summary>
public static class Timeline
{
    /// <summary>The kinds of entries that a timeline is made from.</summary>
    public const JournalEntryKinds Kinds = JournalEntryKinds.Signals | JournalEntryKinds.Retractions;

    /// <summary>The signals with the newest times, newest first, of the <see cref="JournalLimits.TimelineDepth"/> that came last; those that were taken back left out.</summary>
    /// <param name="entries">Entries of the actor's journal, oldest first; of other kinds than <see cref="Kinds"/> none is needed.</param>
    /// <param name="limit">How many are wanted.</param>
    public static IReadOnlyList<TimelineEntry> Newest(IReadOnlyCollection<JournalEntry> entries, int limit)
    {
        var retracted = new RetractedSignals();
        foreach (var entry in entries.Where(entry => entry.Kind == JournalEntryKind.Retraction))
        {
            retracted.Add(entry.Retraction);
        }

        // OrderBy is stable: of one time the one that came later is the newer.
        return [.. entries.Where(entry => entry.Kind == JournalEntryKind.Signal)
            .TakeLast(JournalLimits.TimelineDepth)
            .Where(entry => !retracted.Contains(entry.Signal))
            .Reverse()
            .OrderByDescending(entry => entry.At)
            .Take(limit)
            .Select(entry => new TimelineEntry(entry.Signal, entry.Received))];
    }
}
