using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Partitions;

/// <summary>How a partition lets time pass, and work that must be done again.</summary>
internal sealed partial class Partition
{
    /// <summary>The grid closes: nothing is tried again.</summary>
    public bool IsEnding => _stopping || _abandoned;

    /// <summary>Everything before a slice is handed over before it.</summary>
    public void HandOverBeforeSlice() => HandOver();

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

    /// <summary>Does work again that failed through no fault of its own, when writing works again.</summary>
    public void PostAgain(PartitionWork work)
    {
        _again.Enqueue(work);
        _signal.Set();
    }

    /// <summary>Takes one piece of work that must be done again, where that is possible now.</summary>
    private bool TakeAgain(out PartitionWork? work)
    {
        work = null;
        return (!IsFaulted || IsEnding) && _again.TryDequeue(out work);
    }
}
