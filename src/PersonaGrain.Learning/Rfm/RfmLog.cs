using PersonaGrain.Learning.Transactions;
using PersonaGrain.Predictions;

namespace PersonaGrain.Learning.Rfm;

/// <summary>Turns logs of purchases into what RFM knows of customers.</summary>
public static class RfmLog
{
    /// <summary>The customers of a log, in the order of their first rows. Each row is a transaction.</summary>
    /// <param name="transactions">The rows, in any order.</param>
    /// <param name="until">The day from which recency counts back; later rows are passed over.</param>
    /// <param name="monetary">What the monetary value is.</param>
    public static IReadOnlyList<RfmCustomer> Summarize(IEnumerable<Transaction> transactions, DateOnly until, MonetaryValue monetary)
    {
        var customers = new Dictionary<string, (int Last, int Count, double Sum)>(StringComparer.Ordinal);
        foreach (var (customer, day, value) in transactions)
        {
            if (day <= until)
            {
                var (last, count, sum) = customers.GetValueOrDefault(customer, (day.DayNumber, 0, 0));
                customers[customer] = (Math.Max(last, day.DayNumber), count + 1, sum + value);
            }
        }

        return [.. customers.Select(entry => new RfmCustomer(
            entry.Key, until.DayNumber - entry.Value.Last, entry.Value.Count,
                entry.Value.Sum / (monetary == MonetaryValue.Mean ? entry.Value.Count : 1)))];
    }
}
