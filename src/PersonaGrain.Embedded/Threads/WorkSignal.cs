namespace PersonaGrain.Embedded.Threads;

/// <summary>Wakes one thread that waits for work. Setting it while nobody waits costs one exchange.</summary>
internal sealed class WorkSignal
{
    private readonly object _gate = new();
    private int _set;

    public void Set()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0)
        {
            lock (_gate)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Waits until it is set or the time is over, and takes it back.</summary>
    public void Wait(TimeSpan timeout)
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _set) == 0)
            {
                Monitor.Wait(_gate, timeout);
            }
        }

        // A full fence: what the waiter looks at next must not be read before this is seen, or work queued in between wakes nobody.
        Interlocked.Exchange(ref _set, 0);
    }

    /// <summary>Waits until it is set, and takes it back.</summary>
    public void Wait() => Wait(Timeout.InfiniteTimeSpan);
}
