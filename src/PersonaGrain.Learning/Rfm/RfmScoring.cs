using PersonaGrain.Predictions;

namespace PersonaGrain.Learning.Rfm;

/// <summary>RFM of a population: the bins of the three values, and by them the score of each customer.</summary>
/// <param name="Recency">The bins of days since the last transaction; few days give a high score.</param>
/// <param name="Frequency">The bins of counts of transactions.</param>
/// <param name="Monetary">The bins of what they are worth.</param>
public sealed record RfmScoring(RfmBins Recency, RfmBins Frequency, RfmBins Monetary)
{
    /// <summary>The scoring of a population.</summary>
    /// <param name="customers">Everybody in it.</param>
    /// <param name="bins">How many scores there are of each value.</param>
    /// <exception cref="ArgumentException">There is nobody in it.</exception>
    public static RfmScoring Of(IReadOnlyCollection<RfmCustomer> customers, int bins = RfmBins.Count) => new(
        RfmBins.Of(customers.Select(static customer => (double)customer.Recency), bins),
        RfmBins.Of(customers.Select(static customer => (double)customer.Frequency), bins),
        RfmBins.Of(customers.Select(static customer => customer.Monetary), bins));

    /// <summary>The score of a customer.</summary>
    public RfmScore Score(RfmCustomer customer) =>
        new(Recency.Thresholds.Count + 2 - Recency.Bin(customer.Recency), Frequency.Bin(customer.Frequency), Monetary.Bin(customer.Monetary));
}
