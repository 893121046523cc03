namespace PersonaGrain.Cli.Fitting.Rfm;

/// <summary>The columns of customers in the order customer, recency in days, number of transactions, amount.</summary>
internal static class RfmColumns
{
    /// <summary>How many there are.</summary>
    public const int Count = 4;

    /// <summary>The order, in words.</summary>
    public const string Order = "customer,recency,transactions,amount";

    /// <summary>What packages of the field call the three values; the R package takes the number of transactions first, others recency.</summary>
    private static readonly string[][] Roles =
    [
        ["recency", "recency_days", "recencydays", "days_since_last", "days_since_last_order", "days_since_last_purchase"],
        ["frequency", "n_transactions", "transactions", "transaction_count", "number_of_orders", "n_orders", "orders", "purchases"],
        ["monetary", "monetary_value", "total_revenue", "revenue", "amount", "total_amount", "spend", "total_spend"],
    ];

    /// <summary>
    /// Puts columns into order by their names, where these tell the three values apart: what is left names customers. Where they say nothing they stay as they were named.
    /// </summary>
    /// <param name="named">Four columns.</param>
    /// <returns>The columns; or what is wrong, where names tell one value and its place another.</returns>
    public static (string[] Ordered, string? Fault) Of(string[] named)
    {
        var roles = Array.ConvertAll(named, static name => Array.FindIndex(Roles, role => role.Contains(name, StringComparer.OrdinalIgnoreCase)));
        int[] places = [.. Enumerable.Range(0, Roles.Length).Select(role => Array.IndexOf(roles, role))];
        if (Array.TrueForAll(places, static place => place >= 0) && Array.IndexOf(roles, -1) is >= 0 and var customer)
        {
            return ([named[customer], .. places.Select(place => named[place])], null);
        }

        var odd = Array.FindIndex(named, name => Array.IndexOf(named, name) is var place && roles[place] >= 0 && roles[place] != place - 1);
        return (named, odd < 0 ? null : $"--columns: {named[odd]} stands where {Order.Split(',')[odd]} does; name them in the order {Order}, or by position (#{odd + 1}) where names mislead");
    }
}
