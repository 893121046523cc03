namespace PersonaGrain.Embedded.Actors;

/// <summary>Gives out the keys of new actors, each once.</summary>
internal sealed class ActorKeys(long last)
{
    private long _last = last;

    /// <summary>The newest key given out.</summary>
    public long Last => Interlocked.Read(ref _last);

    public long Next() => Interlocked.Increment(ref _last);
}
