using PersonaGrain.Cli.Fitting.Purchases;

namespace PersonaGrain.Cli.Fitting.Spending;

/// <summary>The columns of a Gamma-Gamma fit.</summary>
/// <param name="Ordered">x and the mean value; or of a log customer, date, value.</param>
/// <param name="IsLog">Whether they are of a log.</param>
/// <param name="Customer">The column that names customers, where the table is no log; null for none.</param>
internal sealed record SpendColumns(string[] Ordered, bool IsLog, string? Customer)
{
    /// <summary>Puts x and the mean value into order by their names, where these tell; one more in front of them names customers. Else they stay as they were named, and three are of a log.</summary>
    public static SpendColumns Of(string[] named)
    {
        var (count, spend) = (Array.FindIndex(named, PurchaseColumns.IsCount), Array.FindIndex(named, PurchaseColumns.IsSpend));
        return count >= 0 && spend >= 0 && named.Length == 2 ? new SpendColumns([named[count], named[spend]], false, null)
            : count > 0 && spend > 0 && named.Length == 3 ? new SpendColumns([named[count], named[spend]], false, named[0])
            : new SpendColumns(named, named.Length == 3, null);
    }
}
