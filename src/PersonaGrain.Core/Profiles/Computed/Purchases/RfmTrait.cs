using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Population.Purchases;
using PersonaGrain.Predictions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed.Purchases;

/// <summary>A score of RFM, 1 to 5, or the segment of all three. Between signals it changes with the recency alone, when a day of UTC ends.</summary>
internal sealed class RfmTrait(string name, PurchaseSource source, ComputedTraitDocument.OfPurchases document) : PurchaseTrait(name, source)
{
    /// <inheritdoc />
    internal override ComputedValue Evaluate(in EvaluationContext context)
    {
        if (Source.TallyOf(context.State) is not { } tally || PopulationOf(context)?.Rfm is not { } bins)
        {
            return ComputedValue.Always(default);
        }

        var record = tally.Record;
        var days = record.DaysSince(context.Now);
        var next = UsesRecency ? Math.Ceiling(bins.Recency.Next(days)) : double.PositiveInfinity;
        var until = next < TimeSpan.MaxValue.TotalDays - record.Last ? (record.Last + (long)next) * TimeSpan.TicksPerDay : long.MaxValue;
        return new ComputedValue(Of(bins, record, days), tally.IsTruncated ? TraitAccuracy.Truncated : TraitAccuracy.Exact, until);
    }

    /// <inheritdoc />
    internal override bool Differs(SourcePurchases? now, SourcePurchases? before) => now?.Rfm is { } bins ? !bins.SaysTheSameAs(before?.Rfm) : before?.Rfm is not null;

    private bool UsesRecency => document.Computation is PurchaseComputation.RecencyScore or PurchaseComputation.RfmSegment;

    private AttributeValue Of(RfmThresholds bins, in PurchaseRecord record, long days) => document.Computation switch
    {
        PurchaseComputation.RecencyScore => AttributeValue.Of((long)RecencyScore(bins, days)),
        PurchaseComputation.FrequencyScore => AttributeValue.Of((long)bins.Frequency.Bin(record.Signals)),
        PurchaseComputation.MonetaryScore => AttributeValue.Of((long)MonetaryScore(bins, record)),
        _ => AttributeValue.Of(RfmSegment.Of(new RfmScore(RecencyScore(bins, days), bins.Frequency.Bin(record.Signals), MonetaryScore(bins, record)))),
    };

    private static int RecencyScore(RfmThresholds bins, long days) => RfmBins.Count + 1 - bins.Recency.Bin(days);

    private int MonetaryScore(RfmThresholds bins, in PurchaseRecord record) => bins.Monetary(document.Monetary).Bin(record.Monetary(document.Monetary));
}
