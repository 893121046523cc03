using System.Globalization;
using PersonaGrain.Learning.Rfm;
using PersonaGrain.Learning.Transactions;
using PersonaGrain.Predictions;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests.Rfm;

public sealed class RfmTests
{
    private const string Orders = "rfm_r_package/rfm_data_orders.csv";
    private const string Published = "rfm_r_package/rfm_orders_published_scores.csv";
    private static readonly DateOnly Day = new(2026, 3, 1);

    [SharedDataFact(Orders, Published)]
    public void Scores_and_segments_of_all_customers_are_those_that_the_r_package_printed()
    {
        var customers = Customers();
        var scoring = RfmScoring.Of(customers);
        var printed = new SharedTable(Published);
        var expected = printed.Texts("customer_id").Zip(printed.Texts("rfm_score"), printed.Texts("segment")).Order();

        customers.Select(one => (one.Customer, scoring.Score(one).Code.ToString(), RfmSegment.Of(scoring.Score(one)))).Order().ShouldBe(expected);
    }

    [SharedDataFact(Orders)]
    public void Thresholds_are_those_that_the_r_package_printed()
    {
        var scoring = RfmScoring.Of(Customers());

        scoring.Recency.Thresholds.ShouldBe([115, 181, 297.4, 482]);
        scoring.Frequency.Thresholds.ShouldBe([4, 5, 6, 8]);
        scoring.Monetary.Thresholds.ShouldBe([255.8, 382, 506.4, 666]);
    }

    [Fact]
    public void Bins_begin_at_a_threshold_and_end_before_the_next()
    {
        var bins = RfmBins.Of([10, 20, 30, 40, 50, 60]);

        bins.Thresholds.ShouldBe([21, 31, 41, 51]);
        new[] { 20.999, 21, 30.999, 31, 51, 1_000 }.Select(bins.Bin).ShouldBe([1, 2, 2, 3, 5, 5]);
    }

    [Fact]
    public void Quantiles_lie_between_values_as_type_seven_has_it() => RfmBins.Of([1, 2, 4, 8]).Thresholds.ShouldBe([2.6, 3.4, 4.6, 6.6], 1e-12);

    [Fact]
    public void Score_is_high_for_few_days_and_much_money()
    {
        RfmCustomer[] customers = [.. Enumerable.Range(1, 50).Select(index => new RfmCustomer($"{index}", index * 10, index, index * 100))];
        var scoring = RfmScoring.Of(customers);

        scoring.Score(customers[0]).ShouldBe(new RfmScore(5, 1, 1));
        scoring.Score(customers[^1]).ShouldBe(new RfmScore(1, 5, 5));
    }

    [Theory]
    [InlineData(5, 5, 5, "Champions")]
    [InlineData(4, 5, 5, "Potential Loyalist")]
    [InlineData(4, 3, 3, "Potential Loyalist")]
    [InlineData(1, 1, 1, "Lost")]
    [InlineData(2, 1, 5, "Others")]
    public void Segment_is_the_first_that_holds_the_score(int recency, int frequency, int monetary, string segment) =>
        RfmSegment.Of(new RfmScore(recency, frequency, monetary)).ShouldBe(segment);

    [Fact]
    public void Summarize_counts_rows_and_sums_or_averages_them()
    {
        Transaction[] log = [new("ann", Day, 10), new("ann", Day, 30), new("bob", Day.AddDays(3), 5), new("bob", Day.AddDays(30), 5)];

        RfmLog.Summarize(log, Day.AddDays(10), MonetaryValue.Sum).ShouldBe([new("ann", 10, 2, 40), new("bob", 7, 1, 5)]);
        RfmLog.Summarize(log, Day.AddDays(10), MonetaryValue.Mean)[0].Monetary.ShouldBe(20);
    }

    private static IReadOnlyList<RfmCustomer> Customers()
    {
        var table = new SharedTable(Orders);
        var log = table.Texts("customer_id").Zip(table.Texts("order_date"), table.Numbers("revenue"))
            .Select(row => new Transaction(row.First, DateOnly.ParseExact(row.Second, "yyyy-MM-dd", CultureInfo.InvariantCulture), row.Third));
        return RfmLog.Summarize(log, new DateOnly(2006, 12, 31), MonetaryValue.Sum);
    }
}
