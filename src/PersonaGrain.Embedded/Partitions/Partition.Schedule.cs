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
            Find(id, until);
        }

        while (Wakes.TakeDue(until) is { } slot)
        {
            try
            {
                Touch(slot, until);
                Advance(slot, until);
            }
            catch
            {
                Wakes.Schedule(slot, slot.State?.WakeAt ?? default);
                throw;
            }
        }
    }
}
