using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Scores;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population;

/// <summary>How scores are spread.</summary>
internal sealed class ScoreDistributionLearner : ISectionLearner
{
    /// <inheritdoc />
    public PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, long generation, Instant now)
    {
        if (summary.Section<ScoreCensus>() is not { } census)
        {
            return null;
        }

        var (known, spread) = (before.Section<ScoreDistributionSection>(), new ScoreDistributionSection(census.Scores));
        return spread.IsNear(known) ? known : spread;
    }
}
