using PersonaGrain.Catalogs;
using PersonaGrain.Population.Forecasts;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Population.Census;

/// <summary>Which catalog the segments of a generation were counted under: under another one a segment of the same name may mean something else.</summary>
public static class CountedCatalog
{
    /// <summary>The version of the catalog; null where no segment of people was counted, which is what it is told with.</summary>
    public static int? VersionOf(PopulationModel population)
    {
        ArgumentNullException.ThrowIfNull(population);
        return population.Section<ForecastSection>()?.Catalog;
    }

    /// <summary>
    /// Whether a census under a catalog would tell of segments what a generation does not: another catalog's were counted, or none. Of a catalog that has segments of accounts alone, whether
    /// one of them was not counted.
    /// </summary>
    public static bool IsFormer(Catalog catalog, PopulationModel population)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(population);
        if (catalog.Segments.Any(static segment => !segment.IsOfAccounts))
        {
            return VersionOf(population) != catalog.Version;
        }

        var counted = AccountSegmentsSection.Of(population, accounts: true)?.Segments.Select(static segment => segment.Name).ToHashSet(StringComparer.Ordinal);
        return catalog.Segments.Any(segment => counted?.Contains(segment.Name) != true);
    }
}
