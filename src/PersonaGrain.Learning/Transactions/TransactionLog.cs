using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Learning.Transactions;

/// <summary>Turns logs of purchases into what models know of customers.</summary>
public static class TransactionLog
{
    private const double DaysOfWeek = 7;

    /// <summary>The customers of a log, in the order of their first rows.</summary>
    /// <param name="transactions">The rows, in any order.</param>
    /// <param name="until">The last day of the observation; later rows are passed over.</param>
    /// <param name="unit">In what times are counted.</param>
    public static IReadOnlyList<CustomerSummary> Summarize(IEnumerable<Transaction> transactions, DateOnly until, TimeUnit unit)
    {
        var days = new Dictionary<string, SortedDictionary<int, double>>(StringComparer.Ordinal);
        foreach (var (customer, day, value) in transactions)
        {
            if (day <= until)
            {
                if (!days.TryGetValue(customer, out var own))
                {
                    days.Add(customer, own = []);
                }

                own[day.DayNumber] = own.GetValueOrDefault(day.DayNumber) + value;
            }
        }

        return [.. days.Select(entry => Summarize(entry.Key, entry.Value, until.DayNumber, unit == TimeUnit.Weeks ? DaysOfWeek : 1))];
    }

    private static CustomerSummary Summarize(string customer, SortedDictionary<int, double> days, int until, double unit)
    {
        var (first, last) = (days.Keys.First(), days.Keys.Last());
        var history = new PurchaseHistory(days.Count - 1, (last - first) / unit, (until - first) / unit);
        return new CustomerSummary(customer, history, days.Count > 1 ? days.Values.Skip(1).Average() : 0);
    }
}
