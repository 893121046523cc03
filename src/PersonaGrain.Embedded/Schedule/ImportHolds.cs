namespace PersonaGrain.Embedded.Schedule;

/// <summary>How many imports are open. While there is one nothing happens by time alone, and nothing is evaluated in the background.</summary>
internal sealed class ImportHolds
{
    private int _count;

    /// <summary>Whether an import is open. What is handed to a partition after an import began finds this true there.</summary>
    public bool Any => Volatile.Read(ref _count) > 0;

    public void Add() => Interlocked.Increment(ref _count);

    /// <summary>One ends; whether it was the last.</summary>
    public bool Remove() => Interlocked.Decrement(ref _count) == 0;
}
