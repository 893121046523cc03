using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;
using PersonaGrain.Testing;

namespace PersonaGrain.Profiles.Purchases;

/// <summary>A catalog with traits of purchases under a population that says something of them.</summary>
internal static class Shop
{
    internal static readonly BetaGeometric Model = new(0.45, 12, 0.8, 2.4, StopsAtFirst: false);

    internal static readonly BetaGeometric Modified = new(0.6, 18, 0.5, 1.8, StopsAtFirst: true);

    internal static readonly ParetoNbd Lasting = new(0.55, 20, 0.6, 24);

    internal static readonly GammaGamma Spend = new(6, 4, 15);

    internal const string Traits = """
        {
          "alive": { "alive": "order_completed" },
          "alive_mbg": { "alive": "order_completed", "model": "mbg-nbd" },
          "expected": { "expectedPurchases": "order_completed", "ahead": "30d" },
          "value": { "expectedValue": "order_completed", "ahead": "90d" },
          "lifetime": { "lifetimeValue": "order_completed", "ahead": "365d", "discount": 0.2 },
          "undiscounted": { "lifetimeValue": "order_completed", "ahead": "90d", "discount": 0 },
          "alive_pareto": { "alive": "order_completed", "model": "pareto-nbd" },
          "expected_pareto": { "expectedPurchases": "order_completed", "ahead": "30d", "model": "pareto-nbd" },
          "lifetime_pareto": { "lifetimeValue": "order_completed", "ahead": "365d", "discount": 0.2, "model": "pareto-nbd" },
          "next": { "nextPurchase": "order_completed" },
          "r": { "recencyScore": "order_completed" },
          "f": { "frequencyScore": "order_completed" },
          "m": { "monetaryScore": "order_completed" },
          "m_mean": { "monetaryScore": "order_completed", "monetary": "mean" },
          "rfm": { "rfmSegment": "order_completed" }
        }
        """;

    internal static ProfileMachine Machine(string segments = "{}", string traits = Traits, string triggers = "{}", int version = 1) =>
        Under(Some.Catalog(segments, triggers, traits: traits, version: version));

    internal static ProfileMachine Under(CatalogDocument document, Func<SourcePurchases, SourcePurchases>? change = null)
    {
        var catalog = Catalog.Compile(document);
        return new ProfileMachine(catalog, new PopulationModel(3, A.Start, 1_000, [new PurchaseSection(catalog.Model.Purchases.Select(source => (change ?? (static said => said))(SaysAll(source.Key))))]));
    }

    internal static SourcePurchases SaysAll(ulong source)
    {
        var said = Says(source);
        return said with { Models = [.. said.Models, new FittedPurchases(PurchaseModelType.ParetoNbd, Lasting, Diagonal(4, 0.01), 1_000)] };
    }

    internal static SourcePurchases Says(ulong source) => new(source)
    {
        Models =
        [
            new FittedPurchases(PurchaseModelType.BgNbd, Model, Diagonal(4, 0.01), 1_000),
            new FittedPurchases(PurchaseModelType.MbgNbd, Modified, Diagonal(4, 0.02), 1_000),
        ],
        Spend = new FittedSpend(Spend, Diagonal(3, 0.01), 600),
        Rfm = new RfmThresholds(
            RfmBins.Beginning([6, 21, 61, 181]), RfmBins.Beginning([2, 3, 5, 9]), RfmBins.Beginning([31, 81, 201, 501]), RfmBins.Beginning([16, 26, 41, 71]), 1_000, 0),
    };

    private static double[] Diagonal(int size, double value) => [.. Enumerable.Range(0, size * size).Select(place => place % (size + 1) == 0 ? value : 0)];
}
