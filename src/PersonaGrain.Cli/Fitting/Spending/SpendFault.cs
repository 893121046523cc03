using PersonaGrain.Learning.Transactions;

namespace PersonaGrain.Cli.Fitting.Spending;

/// <summary>Mean values that are not positive, which the Gamma-Gamma model does not know.</summary>
internal static class SpendFault
{
    /// <summary>A row that has purchases of such a mean value.</summary>
    public static DataFaultException OfRow(double mean, long line, string column) =>
        new($"the customer has purchases whose mean value is {mean:R}, and values are positive",
            "correct the line, or leave it out with --where") { Line = line, Column = column };

    /// <summary>The first customer of a log whose purchases have such a mean value; null where there is none.</summary>
    /// <param name="summaries">The customers.</param>
    /// <param name="column">The column of values.</param>
    public static DataFaultException? Find(IEnumerable<CustomerSummary> summaries, string column) =>
        summaries.FirstOrDefault(static one => one.History.Frequency > 0 && !(one.MeanSpend > 0)) is { } odd
            ? new DataFaultException(
                $"the purchases of customer {odd.Customer} after the first are worth {odd.MeanSpend:R} on average, and values are positive",
                "leave returns out with --where")
            {
                Column = column,
            }
            : null;
}
