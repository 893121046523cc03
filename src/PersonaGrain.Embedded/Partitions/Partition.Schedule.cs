using Microsoft.Extensions.Logging;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>How a partition lets time pass.</summary>
internal sealed partial class Partition
{
    /// <summary>Lets everything happen that is due up to an instant, for profiles in memory and for those given.</summary>
    public void WakeUp(List<ProfileId> asleep, Instant until)
    {
        foreach (var id in asleep)
        {
            FindSound(id, until);
        }

        while (Wakes.TakeDue(until) is { } slot)
        {
            try
            {
                Touch(slot, until);
                Advance(slot, until);
            }
            catch (StoreException damage) when (damage.IsDamage && !_isBroken)
            {
                PassOver(damage);
            }
            catch
            {
                Wakes.Schedule(slot, slot.State?.WakeAt ?? default);
                throw;
            }
        }
    }

    /// <summary>As <see cref="Find"/>; null also where the store is damaged at this profile, so that it does not hold up the others.</summary>
    public ProfileSlot? FindSound(ProfileId id, Instant now)
    {
        try
        {
            return Find(id, now);
        }
        catch (StoreException damage) when (damage.IsDamage && !_isBroken)
        {
            PassOver(damage);
            return null;
        }
    }

    private void PassOver(StoreException damage)
    {
        LogDamaged(_context.Log, damage.Message);
        CloseLoader();
        _effects.Clear();
    }

    [LoggerMessage(11, LogLevel.Error, "A profile is passed over, since the store is damaged in its place ({Reason}). Restore a backup.")]
    private static partial void LogDamaged(ILogger logger, string reason);
}
