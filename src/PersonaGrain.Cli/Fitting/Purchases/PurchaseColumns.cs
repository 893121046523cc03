namespace PersonaGrain.Cli.Fitting.Purchases;

/// <summary>The columns of histories in the order x, t_x, T and, where it is there, the mean spend.</summary>
/// <param name="Ordered">The columns.</param>
/// <param name="Customer">The column that names customers; null where none of those that were named does.</param>
internal sealed record PurchaseColumns(string[] Ordered, string? Customer)
{
    private const int Histories = 3;

    /// <summary>What packages of the field call x, t_x, T and the mean spend.</summary>
    private static readonly string[][] Roles =
    [
        ["x", "frequency", "freq", "frequency_cal"],
        ["t_x", "tx", "t.x", "recency", "recency_cal"],
        ["t", "t.cal", "t_cal", "age"],
        ["zbar", "m_x", "monetary_value", "monetary", "meanspend", "mean_spend", "spend"],
    ];

    /// <summary>Whether a name says that a column counts purchases.</summary>
    public static bool IsCount(string name) => RoleOf(name) == 0;

    /// <summary>Whether a name says that a column has the mean value of purchases.</summary>
    public static bool IsSpend(string name) => RoleOf(name) == Histories;

    /// <summary>
    /// Puts columns into order by their names, where these say of x, t_x and T each which it is: a column that is none of them is the mean spend where it is the last one, and names
    /// customers where it is the first; of two that are none of them the first names customers and the last is the mean spend. Else they stay as they were named.
    /// </summary>
    public static PurchaseColumns Of(string[] named)
    {
        var roles = Array.ConvertAll(named, RoleOf);
        if (named.Length == Histories + 2 && roles[0] == -1 && roles[^1] == -1)
        {
            roles[^1] = Histories;
        }

        var known = roles.Where(static role => role >= 0).ToList();
        if (named.Length < Histories || known.Distinct().Count() < known.Count || Enumerable.Range(0, Histories).Except(known).Any() || named.Length - known.Count > 1)
        {
            return new PurchaseColumns(named, null);
        }

        var other = Array.IndexOf(roles, -1);
        var spend = Array.IndexOf(roles, Histories) is >= 0 and var place ? place : other == named.Length - 1 ? other : -1;
        string[] ordered = [.. Enumerable.Range(0, Histories).Select(role => named[Array.IndexOf(roles, role)]), .. spend >= 0 ? [named[spend]] : (string[])[]];
        return other == -1 || other == spend ? new PurchaseColumns(ordered, null)
            : other == 0 ? new PurchaseColumns(ordered, named[0])
            : new PurchaseColumns(named, null);
    }

    private static int RoleOf(string name) => Array.FindIndex(Roles, role => role.Contains(name, StringComparer.OrdinalIgnoreCase));
}
