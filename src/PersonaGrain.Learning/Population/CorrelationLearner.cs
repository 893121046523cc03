using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Correlations;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population;

/// <summary>The correlation of having a measure with having an outcome.</summary>
internal sealed class CorrelationLearner : ISectionLearner
{
    /// <inheritdoc />
    public PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, Instant now) =>
        summary.Section<PresenceCensus>()?.Counts.Publish();
}
