namespace PersonaGrain.Population.Census;

/// <summary>How long after a generation the next census is taken.</summary>
public static class CensusInterval
{
    /// <summary>How long a new store waits for its first generation, at most.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A minute before the first generation and twice as long after each further one, up to the interval that is configured: who tries the grid out, or fills it
    /// for the first time, is not to wait for what the population says.
    /// </summary>
    /// <param name="generation">The generation in force; 0 before the first.</param>
    /// <param name="configured">The interval at length; zero where no census is taken.</param>
    public static TimeSpan After(long generation, TimeSpan configured)
    {
        var early = First * (1L << (int)Math.Clamp(generation, 0, 32));
        return early < configured ? early : configured;
    }
}
