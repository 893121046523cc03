using PersonaGrain.Catalogs;
using PersonaGrain.Population.Cuts;
using PersonaGrain.Profiles;

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
    /// <remarks>
    /// Where a condition asks for a cut that was not counted by the scores of now, it is a minute too: until then the cut is of scores that were. So it is after a change of the catalog,
    /// whose segments were not counted yet; but once for each catalog, so that a census that fails under one is not taken again and again.
    /// </remarks>
    /// <param name="machine">The catalog and the generation in force.</param>
    /// <param name="configured">The interval at length; zero where no census is taken.</param>
    /// <param name="tried">The version of the catalog under which a census was taken, or failed, last; null for none.</param>
    public static TimeSpan After(ProfileMachine machine, TimeSpan configured, int? tried)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var isEarly = !machine.HasItsCuts || (machine.IsOfFormerCatalog && tried != machine.Catalog.Version);
        return After(isEarly ? 0 : machine.Population.Generation, configured);
    }

    /// <summary>The same by the generation alone.</summary>
    internal static TimeSpan After(long generation, TimeSpan configured)
    {
        var early = First * (1L << (int)Math.Clamp(generation, 0, 32));
        return early < configured ? early : configured;
    }

    /// <summary>Whether a census under a new generation would count what the one that made it did: only then the next may wait where nothing was committed.</summary>
    /// <param name="learned">The new generation.</param>
    /// <param name="before">The one that people were counted under.</param>
    /// <param name="catalog">The catalog of both.</param>
    public static bool WouldCountTheSame(PopulationModel learned, PopulationModel before, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(learned);
        return learned.AppliesTheWeightsOf(before) && !learned.Decides(catalog, before) && CutCounting.IsOf(catalog, learned);
    }
}
