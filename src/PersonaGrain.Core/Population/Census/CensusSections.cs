using PersonaGrain.Catalogs;
using PersonaGrain.Population.Correlations;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Population.Census;

/// <summary>What there is to gather under a catalog.</summary>
internal static class CensusSections
{
    private static readonly Func<Catalog, CensusSection?>[] Kinds =
    [
        static _ => new PresenceCensus(),
        static catalog => catalog.Segments.All(static segment => segment.IsOfAccounts) ? null : new IndexCensus(catalog),
    ];

    /// <summary>Empty sections.</summary>
    internal static CensusSection[] Of(Catalog catalog) =>
        [.. Kinds.Select(kind => kind(catalog)).OfType<CensusSection>().OrderBy(static section => section.Name, StringComparer.Ordinal)];
}
