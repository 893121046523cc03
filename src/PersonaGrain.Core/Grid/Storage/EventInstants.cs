using PersonaGrain.Time;

namespace PersonaGrain.Grid.Storage;

/// <summary>By which instants the events of one append stand among those of a commit.</summary>
public static class EventInstants
{
    /// <summary>
    /// The instant of an event, but not before an earlier one of the same segment or trigger: whoever is joined enters and leaves as of when it
    /// would have, which may be before what was told last, and versions are told in their order.
    /// </summary>
    /// <param name="entries">The entries of the append.</param>
    /// <param name="index">The place of the event among them.</param>
    public static Instant Of(IReadOnlyList<JournalEntry> entries, int index)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var (latest, subject) = (entries[index].At, entries[index].Subject);
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (entries[earlier] is { IsEvent: true } entry && entry.At > latest && string.Equals(entry.Subject, subject, StringComparison.Ordinal))
            {
                latest = entry.At;
            }
        }

        return latest;
    }
}
