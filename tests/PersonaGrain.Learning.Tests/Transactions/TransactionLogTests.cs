using System.Globalization;
using PersonaGrain.Learning.Purchases;
using PersonaGrain.Learning.Transactions;
using PersonaGrain.Testing;

namespace PersonaGrain.Learning.Tests.Transactions;

public sealed class TransactionLogTests
{
    private const string File = "cdnow/lifetimes_example_transactions.csv";
    private static readonly DateOnly Day = new(2026, 3, 1);

    [SharedDataFact(File)]
    public void Summarize_gives_what_the_python_package_lifetimes_printed()
    {
        var table = new SharedTable(File);
        var log = table.Texts("id")
            .Zip(table.Texts("date"), (id, date) => new Transaction(id, DateOnly.ParseExact(date[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture)));

        var summaries = TransactionLog.Summarize(log, new DateOnly(2014, 12, 31), TimeUnit.Days)
            .ToDictionary(one => one.Customer, one => one.History);

        Enumerable.Range(0, 5).Select(id => summaries[id.ToString()])
            .ShouldBe([new PurchaseHistory(0, 0, 298), new(0, 0, 224), new(6, 142, 292), new(0, 0, 147), new(2, 9, 183)]);
    }

    [Fact]
    public void Summarize_takes_rows_of_one_day_for_one_purchase_worth_their_sum()
    {
        var one = TransactionLog.Summarize(
            [new("ann", Day.AddDays(7), 5), new("ann", Day, 100), new("ann", Day.AddDays(7), 15), new("ann", Day.AddDays(9), 10)], Day.AddDays(20),
                TimeUnit.Days).Single();

        one.History.ShouldBe(new PurchaseHistory(2, 9, 20));
        one.MeanSpend.ShouldBe(15);
    }

    [Fact]
    public void Summarize_counts_parts_of_weeks()
    {
        var one = TransactionLog.Summarize([new("ann", Day), new("ann", Day.AddDays(10))], Day.AddDays(14), TimeUnit.Weeks).Single();

        one.History.ShouldBe(new PurchaseHistory(1, 10 / 7.0, 2));
        one.MeanSpend.ShouldBe(0);
    }

    [Fact]
    public void Summarize_passes_over_what_is_later()
    {
        var summaries = TransactionLog.Summarize([new("bob", Day.AddDays(5)), new("ann", Day.AddDays(4)), new("ann", Day)], Day.AddDays(4),
            TimeUnit.Days);

        summaries.Single().ShouldBe(new CustomerSummary("ann", new PurchaseHistory(1, 4, 4), 0));
    }
}
