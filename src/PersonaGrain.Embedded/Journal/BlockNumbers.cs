namespace PersonaGrain.Embedded.Journal;

/// <summary>Gives out the numbers of new blocks, each once, rising. May be called from any thread.</summary>
internal sealed class BlockNumbers(long last)
{
    private long _last = last;

    /// <summary>The newest number given out.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>The next number.</summary>
    public long Next() => Interlocked.Increment(ref _last);
}
