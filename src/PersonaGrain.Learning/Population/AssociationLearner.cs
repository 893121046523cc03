using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population;

/// <summary>Whether outcomes follow measures; what is in force stays while the new count does not tell otherwise.</summary>
internal sealed class AssociationLearner : ISectionLearner
{
    /// <inheritdoc />
    public PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, long generation, Instant now)
    {
        if (summary.Section<LandmarkCensus>() is not { } census)
        {
            return null;
        }

        var known = before.Section<AssociationSection>()?.All;
        return new AssociationSection(census.Tables.Select(entry =>
        {
            var inForce = known is not null && known.TryGetValue(entry.Key, out var found) ? found : default;
            return KeyValuePair.Create(entry.Key, inForce.Next(entry.Value, generation));
        }));
    }
}
