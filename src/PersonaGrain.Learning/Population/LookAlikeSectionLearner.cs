using PersonaGrain.Catalogs;
using PersonaGrain.Learning.LookAlikes;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population;

/// <summary>What tells the members of segments from others.</summary>
internal sealed class LookAlikeSectionLearner : ISectionLearner
{
    /// <inheritdoc />
    public PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, long generation, Instant now)
    {
        var known = before.Section<LookAlikeSection>();
        return summary.Section<LookAlikeCensus>() is { } census
            ? new LookAlikeSection(census.Seeds.Select(static seed => seed.People).Select(seed => LookAlikeLearner.Learn(seed, known?.Of(seed.Score), now)))
            : null;
    }
}
