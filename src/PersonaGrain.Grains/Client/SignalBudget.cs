namespace PersonaGrain.Grains.Client;

/// <summary>Room for the signals that are under way in one process, of whatever workspaces; a call takes all it needs at once or nothing.</summary>
internal sealed class SignalBudget(int capacity)
{
    private long _taken;

    /// <summary>Takes room; false when there is not enough. A call larger than all the room is taken when nothing else is under way.</summary>
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

    /// <summary>Gives room back.</summary>
    public void Release(int signals) => Interlocked.Add(ref _taken, -signals);
}
