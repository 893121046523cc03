using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Forecasts;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population;

/// <summary>What will become of segments by time alone: what was counted, from the hour of the census on.</summary>
internal sealed class ForecastLearner : ISectionLearner
{
    /// <inheritdoc />
    public PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, long generation, Instant now) =>
        summary.Section<ForecastCensus>() is { } census ? ForecastSection.Of(census, now) : null;
}
