using PersonaGrain.Catalogs;
using PersonaGrain.Population.Cuts;
using PersonaGrain.Population.Forecasts;
using PersonaGrain.Population.Index;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Population.Scores;

namespace PersonaGrain.Population.Census;

/// <summary>What there is to gather under a catalog.</summary>
internal static class CensusSections
{
    private static readonly Func<Catalog, CensusSection?>[] Kinds =
    [
        LandmarkCensus.Of,
        ScoreCensus.Of,
        CutCensus.Of,
        PurchaseCensus.Of,
        LookAlikeCensus.Of,
        ForecastCensus.Of,
        static catalog => catalog.Segments.All(static segment => segment.IsOfAccounts) ? null : new IndexCensus(catalog),
        AccountIndexCensus.Of,
    ];

    /// <summary>Empty sections.</summary>
    internal static CensusSection[] Of(Catalog catalog) =>
        [.. Kinds.Select(kind => kind(catalog)).OfType<CensusSection>().OrderBy(static section => section.Name, StringComparer.Ordinal)];
}
