namespace PersonaGrain.Embedded.Actors;

/// <summary>What the partitions of one thread hold together: each may take what the others leave, and where that is too much the one that holds the most lets some go.</summary>
/// <remarks>Of one thread. Partitions join and leave on others, so the list of them is replaced, never changed.</remarks>
/// <param name="budget">Bytes that they may hold, by the actors' own account.</param>
internal sealed class MemoryAccount(long budget)
{
    private readonly Lock _joining = new();
    private volatile ActorMemory[] _members = [];
    private long _used;

    /// <summary>More is held than may be.</summary>
    public bool IsOver => Volatile.Read(ref _used) > budget;

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

    /// <summary>The one that holds the most, of those that can let some go; the one that asks where none can.</summary>
    public ActorMemory Largest(ActorMemory asking)
    {
        var largest = asking;
        foreach (var member in _members)
        {
            largest = member.Told > largest.Told && member.CanTrim ? member : largest;
        }

        return largest;
    }
}
