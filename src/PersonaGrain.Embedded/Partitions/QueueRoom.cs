namespace PersonaGrain.Embedded.Partitions;

/// <summary>How many signals may wait in one partition or be on their way to disk.</summary>
internal sealed class QueueRoom(int capacity)
{
    private long _taken;

    /// <summary>Signals that wait or are not durable yet.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Keeps room for signals; false when there is not enough. A call larger than the whole room is taken when nothing waits.</summary>
    public bool TryTake(int signals)
    {
        var after = Interlocked.Add(ref _taken, signals);
        if (after <= capacity || after == signals)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -signals);
        return false;
    }

    /// <summary>Changes what a call that was let in takes.</summary>
    public void Move(int before, int after) => Interlocked.Add(ref _taken, after - before);

    /// <summary>Gives room back.</summary>
    public void GiveBack(int signals) => Interlocked.Add(ref _taken, -signals);
}
