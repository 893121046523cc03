using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Learning.Transactions;

namespace PersonaGrain.Cli.Fitting;

/// <summary>A log of transactions, read from the columns customer, date and, where it is there, value.</summary>
/// <param name="Transactions">Its rows.</param>
/// <param name="Until">The last day of the observation.</param>
/// <param name="Later">How many rows are of later days, and passed over.</param>
internal sealed record LogReading(IReadOnlyList<Transaction> Transactions, DateOnly Until, int Later)
{
    /// <summary>What the reader should know of it.</summary>
    public IReadOnlyList<string> Notices => Later == 0 ? [] : [$"{Later:N0} rows are later than {Until:yyyy-MM-dd}, and are passed over"];

    /// <summary>Reads a log.</summary>
    /// <param name="fields">The table.</param>
    /// <param name="until">The last day; null for the last one of the log.</param>
    /// <param name="format">How dates are written; null to find out.</param>
    public static LogReading Of(TableFields fields, DateOnly? until, string? format)
    {
        var (customers, days) = (fields.Texts(0), fields.Days(1, format));
        var values = fields.Columns.Count > 2 ? fields.Numbers(2) : new double[days.Length];
        var (last, first) = (until ?? days.Max(), days.Min());
        if (first > last)
        {
            throw new DataFaultException($"all rows are later than {last:yyyy-MM-dd}; the first is of {first:yyyy-MM-dd}",
                "give a later day with --until") { Column = fields.Columns[1] };
        }

        var transactions = customers.Select((customer, index) => new Transaction(customer, days[index], values[index])).ToList();
        return new LogReading(transactions, last, days.Count(day => day > last));
    }
}
