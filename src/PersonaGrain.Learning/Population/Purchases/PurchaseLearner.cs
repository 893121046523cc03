using PersonaGrain.Catalogs;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Population.Purchases;

/// <summary>Models of purchases and of what they are worth, and the thresholds of RFM, for each measure that traits are worked out from.</summary>
internal sealed class PurchaseLearner : ISectionLearner
{
    /// <inheritdoc />
    public PopulationSection? Learn(CensusSummary summary, Catalog catalog, PopulationModel before, long generation, Instant now)
    {
        var known = before.Section<PurchaseSection>();
        var sources = summary.Section<PurchaseCensus>()?.Sources.Where(static source => source.People > 0)
            .Select(source => Learn(source, known?.Find(source.Source), now)).ToList();
        return sources is { Count: > 0 } ? new PurchaseSection(sources) : null;
    }

    private static SourcePurchases Learn(SourceCensus census, SourcePurchases? before, Instant now)
    {
        var faults = new List<PurchaseFault>();
        return new SourcePurchases(census.Source)
        {
            Models = [.. census.Models.Order().Select(type => PurchaseModelLearning.Learn(census, type, before?.Model(type), now, Note)).OfType<FittedPurchases>()],
            Spend = census.UsesSpend ? SpendLearning.Learn(census, before?.Spend, Note) : null,
            Rfm = census.UsesRfm ? Thresholds(census, before?.Rfm, now) : null,
            Faults = faults,
        };

        void Note(string model, string message) => faults.Add(new PurchaseFault(
            model, message, before?.Faults.FirstOrDefault(fault => fault.Model == model)?.Since ?? now));
    }

    /// <summary>Those of before stay while fewer people than one in two hundred would change a score.</summary>
    private static RfmThresholds? Thresholds(SourceCensus census, RfmThresholds? before, Instant now)
    {
        const double mostMoved = 0.005;
        return census.Thresholds(now) is { } found && (before is null || census.Moved(before, found, now) > mostMoved) ? found : before;
    }
}
