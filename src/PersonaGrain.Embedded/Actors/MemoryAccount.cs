namespace PersonaGrain.Embedded.Actors;

/// <summary>What the partitions of one thread hold together: each may take what the others leave, and keeps its equal share where all want more.</summary>
/// <remarks>Of one thread. Partitions join and leave on others, so the list of them is replaced, never changed.</remarks>
/// <param name="budget">Bytes that they may hold, by the actors' own account.</param>
internal sealed class MemoryAccount(long budget)
{
    private readonly Lock _joining = new();
    private volatile ActorMemory[] _members = [];
    private long _used;

    /// <summary>More is held than may be.</summary>
    public bool IsOver => Volatile.Read(ref _used) > budget;

    /// <summary>What each keeps where all want more.</summary>
    public long Share => budget / Math.Max(1, _members.Length);

    /// <summary>A partition begins.</summary>
    public void Join(ActorMemory member)
    {
        lock (_joining)
        {
            _members = [.. _members, member];
        }
    }

    /// <summary>A partition has ended: what it held is free.</summary>
    public void Leave(ActorMemory member)
    {
        lock (_joining)
        {
            _members = [.. _members.Where(other => other != member)];
            Add(-member.Told);
        }
    }

    /// <summary>A partition holds more or less than it said before.</summary>
    public void Add(long difference) => Interlocked.Add(ref _used, difference);

    /// <summary>Has the one that holds the most let some go, for one that holds less than its share.</summary>
    public void RelieveAnother()
    {
        var largest = _members[0];
        foreach (var member in _members)
        {
            largest = member.Told > largest.Told ? member : largest;
        }

        largest.WantsToTrim();
    }
}
