using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Triggers;

namespace PersonaGrain.Journals.Transfer;

/// <summary>
/// Makes the record of one profile whole where its older events were pruned: entries that stand in for them, so that the record folds to
/// the state that the profile has, and memberships go on with the versions they had.
/// </summary>
/// <remarks>
/// Of what was pruned a profile knows the last change of each segment and how often each trigger fired. An exit is preceded by the entry
/// that it ended, or a segment would count more exits than entries; where that entry is gone, it gets the instant of the exit. So members,
/// versions, since-times and mean scores stay exact, and how often a segment was ever entered and left counts what is still known.
/// </remarks>
public sealed class PrunedEvents
{
    private readonly Dictionary<string, MembershipChange> _changes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _firings = new(StringComparer.Ordinal);

    /// <summary>Notes a change that is still there; call from the newest to the oldest.</summary>
    public void Keep(in MembershipChange change) => _changes[change.Segment] = change;

    /// <summary>Notes a firing that is still there.</summary>
    public void Keep(in TriggerFiring firing) => _firings.Add(firing.Trigger);

    /// <summary>The entries to put before those that are still there.</summary>
    /// <param name="machine">The logic that the state is of.</param>
    /// <param name="state">The profile, with everything that is still there folded in.</param>
    public IReadOnlyList<JournalEntry> StandIns(ProfileMachine machine, ProfileState state)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var entries = new List<JournalEntry>();
        foreach (var last in machine.LastChanges(state))
        {
            if (_changes.TryGetValue(last.Segment, out var oldest))
            {
                Add(entries, oldest, isKept: true);
            }
            else
            {
                Add(entries, last, isKept: false);
            }
        }

        foreach (var firing in machine.LastFirings(state).Where(firing => !_firings.Contains(firing.Trigger)))
        {
            entries.Add(JournalEntry.Fired(firing));
        }

        return entries;
    }

    private static void Add(List<JournalEntry> entries, in MembershipChange change, bool isKept)
    {
        if (!change.Entered)
        {
            entries.Add(JournalEntry.Changed(change with { Entered = true, Version = change.Version - 1 }));
        }

        if (!isKept)
        {
            entries.Add(JournalEntry.Changed(change));
        }
    }
}
