using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population;

/// <summary>Makes one section of what the population says out of what a census gathered.</summary>
internal interface ISectionLearner
{
    /// <summary>The section; that of before where nothing changed that decides anything, null where there is nothing to say.</summary>
    /// <param name="summary">What was gathered.</param>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="before">The generation before.</param>
    /// <param name="generation">The number of the one that is made.</param>
    /// <param name="now">The instant that the census was as of.</param>
    PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, long generation, Instant now);
}
