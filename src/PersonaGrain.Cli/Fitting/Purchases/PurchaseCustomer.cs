using PersonaGrain.Cli.Fitting.Spending;
using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Learning.Purchases;
using PersonaGrain.Learning.Spending;

namespace PersonaGrain.Cli.Fitting.Purchases;

/// <summary>One customer of a table.</summary>
/// <param name="Name">What the customer is called; the line where nothing names them.</param>
/// <param name="History">x, t_x and T.</param>
/// <param name="MeanSpend">What a purchase after the first was worth on average; null where the table does not say.</param>
internal sealed record PurchaseCustomer(string Name, PurchaseHistory History, double? MeanSpend)
{
    /// <summary>What the Gamma-Gamma model knows.</summary>
    public SpendHistory Spend => new(History.Frequency, MeanSpend ?? 0);

    /// <summary>The customers of a table of x, t_x, T and, where it is there, the mean spend.</summary>
    /// <param name="fields">The table.</param>
    /// <param name="namesCustomers">Its last column names customers.</param>
    /// <exception cref="DataFaultException">No customer can have such a history.</exception>
    public static IReadOnlyList<PurchaseCustomer> Of(TableFields fields, bool namesCustomers)
    {
        var (x, recencies, ages) = (fields.Numbers(0), fields.Numbers(1), fields.Numbers(2));
        var names = namesCustomers ? fields.Texts(fields.Columns.Count - 1) : null;
        var spends = fields.Columns.Count - (namesCustomers ? 1 : 0) > 3 ? fields.Numbers(3) : null;
        var customers = new PurchaseCustomer[x.Length];
        for (var index = 0; index < customers.Length; index++)
        {
            var line = fields.Rows[index].Line;
            if (PurchaseHistory.WhyNot(x[index], recencies[index], ages[index]) is { } fault)
            {
                throw new DataFaultException(fault.Message, "correct the line, or the order of --columns: x,t_x,T")
                {
                    Line = line, Column = fields.Columns[fault.Field switch { "x" => 0, "t_x" => 1, _ => 2 }],
                };
            }

            if (spends is not null && x[index] > 0 && !(spends[index] > 0))
            {
                throw SpendFault.OfRow(spends[index], line, fields.Columns[3]);
            }

            var history = new PurchaseHistory((int)x[index], recencies[index], ages[index]);
            customers[index] = new PurchaseCustomer(names?[index] ?? line.ToString(), history, spends?[index]);
        }

        return customers;
    }
}
