using PersonaGrain.Predictions;

namespace PersonaGrain.Population.Purchases;

/// <summary>Where the scores of RFM begin.</summary>
/// <param name="Recency">Of whole days since the last purchase, as of the census.</param>
/// <param name="Frequency">Of how many signals there were.</param>
/// <param name="Sum">Of the sum of their values.</param>
/// <param name="Mean">Of the mean of their values.</param>
/// <param name="Customers">Over how many people.</param>
/// <param name="RankError">By which part of all people a quantile may be off, 0 to 1: 0 where it is exact.</param>
public sealed record RfmThresholds(RfmBins Recency, RfmBins Frequency, RfmBins Sum, RfmBins Mean, long Customers, double RankError)
{
    /// <summary>The bins of the monetary value.</summary>
    public RfmBins Monetary(MonetaryValue monetary) => monetary == MonetaryValue.Sum ? Sum : Mean;

    /// <summary>Whether others give everybody the same scores.</summary>
    public bool SaysTheSameAs(RfmThresholds? other) => other is not null
        && Recency.Thresholds.SequenceEqual(other.Recency.Thresholds) && Frequency.Thresholds.SequenceEqual(other.Frequency.Thresholds)
        && Sum.Thresholds.SequenceEqual(other.Sum.Thresholds) && Mean.Thresholds.SequenceEqual(other.Mean.Thresholds);
}
