using PersonaGrain.Embedded.Journal;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;

namespace PersonaGrain.Embedded.Store.Upgrading;

/// <summary>Fills the index of ids from the history of a profile.</summary>
internal static class OldIds
{
    /// <summary>Adds every id. A history that can not be read is left: its profile is passed over when it is asked for.</summary>
    public static void Index(ActorHistory history, ActorAddress profile, StoreStatement insert)
    {
        try
        {
            foreach (var (_, entry) in history.Read(profile, 0, JournalEntryKinds.Signals))
            {
                if (ProfileMachine.IsSent(entry.Signal))
                {
                    insert.Bind(1, profile.Key).Bind(2, (long)MessageFingerprint.Of(entry.Signal.Id)).Run();
                }
            }
        }
        catch (StoreException damage) when (damage.IsDamage)
        {
            return;
        }
    }
}
