using PersonaGrain.Profiles;

namespace PersonaGrain.Grid.Storage;

/// <summary>Repeats journaled entries on a profile's state; decides nothing.</summary>
public static class JournalEntryFold
{
    /// <summary>Repeats one entry; one that the state already has changes nothing.</summary>
    public static void Fold(ProfileMachine machine, ProfileState state, JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(machine);
        switch (entry)
        {
            case JournalEntry.Observed observed:
                machine.Fold(state, observed.Signal, observed.Received);
                break;
            case JournalEntry.Changed changed:
                machine.Fold(state, changed.Change);
                break;
            case JournalEntry.Fired fired:
                machine.Fold(state, fired.Firing);
                break;
            case JournalEntry.Adopted adopted:
                machine.Fold(state, adopted.When);
                break;
        }
    }
}
