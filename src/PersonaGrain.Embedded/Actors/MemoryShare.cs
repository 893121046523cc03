namespace PersonaGrain.Embedded.Actors;

/// <summary>What of the memory budget actors may hold.</summary>
internal static class MemoryShare
{
    /// <summary>A collected heap takes a good two times what lives in it: measured so that the process keeps within its budget and what the option says is beside it.</summary>
    private const double Actors = 0.4;

    /// <summary>Bytes, by their own account, that all actors may hold.</summary>
    /// <param name="budget">The whole budget.</param>
    /// <param name="caches">What the caches of the store take of it.</param>
    public static long OfActors(long budget, long caches) => Math.Max(0, (long)((budget - caches) * Actors));
}
