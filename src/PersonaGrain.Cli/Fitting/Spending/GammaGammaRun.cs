using System.Text.Json.Nodes;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Learning.Correlations;
using PersonaGrain.Learning.Fitting;
using PersonaGrain.Learning.Spending;
using PersonaGrain.Learning.Transactions;

namespace PersonaGrain.Cli.Fitting.Spending;

/// <summary>Fits the Gamma-Gamma model, or takes a given one, and says what purchases of each customer are worth.</summary>
internal sealed class GammaGammaRun
{
    /// <summary>The table is a log.</summary>
    public bool IsLog { get; init; }

    /// <summary>The last column names customers.</summary>
    public bool NamesCustomers { get; init; }

    /// <summary>The last day of a log's observation; null for its last day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>How dates are written; null to find out.</summary>
    public string? DateFormat { get; init; }

    /// <summary>Parameters p, q, v to use instead of fitting; null to fit.</summary>
    public double[]? Given { get; init; }

    /// <summary>Answers.</summary>
    public FitAnswer Answer(TableFields? fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var (customers, notices) = IsLog ? OfLog(fields) : (OfTable(fields), []);
        GammaGammaModel model;
        LikelihoodMaximum? maximum = null;
        if (Given is [var p, var q, var v])
        {
            model = new GammaGammaModel(p, q, v);
        }
        else
        {
            (model, maximum) = GammaGammaAnswers.Fit(
                [.. customers.Select(static customer => customer.Spend)], variable =>
                    fields.Columns[variable == "x" ? 0 : fields.Columns.Count > 2 && IsLog ? 2 : 1]);
        }

        var values = GammaGammaAnswers.Of(model, maximum);
        var used = customers.Where(static customer => customer.Spend.Purchases > 0).ToList();
        values["rows"] = used.Count;
        values["withoutPurchases"] = customers.Count - used.Count;
        values["correlation"] = Correlation(used);
        var names = new[] { IsLog || NamesCustomers ? "customer" : "line", "x", "mean", "meanSpend" };
        var rows = customers.Select(one => new JsonNode?[]
        {
            one.Name, one.Spend.Purchases, JsonNumbers.Of(one.Spend.Mean), JsonNumbers.Of(model.ConditionalMeanSpend(one.Spend)),
        });
        return new FitAnswer(values, new RowAnswers(names, rows)) { Notices = notices };
    }

    /// <summary>Pearson's correlation of x and the mean value, which the model takes to be 0; null where there is none.</summary>
    private static JsonNode? Correlation(List<(string Name, SpendHistory Spend)> used) =>
        PearsonCorrelation.Of([.. used.Select(static one => (double)one.Spend.Purchases)],
            [.. used.Select(static one => one.Spend.Mean)]) is CorrelationResult.Found(var found)
            ? JsonNumbers.Of(found.R)
            : null;

    private List<(string Name, SpendHistory Spend)> OfTable(TableFields fields)
    {
        var (x, means) = (fields.Numbers(0), fields.Numbers(1));
        var names = NamesCustomers ? fields.Texts(2) : null;
        var customers = new List<(string, SpendHistory)>(x.Length);
        for (var index = 0; index < x.Length; index++)
        {
            var line = fields.Rows[index].Line;
            if (!(x[index] >= 0 && x[index] <= int.MaxValue && x[index] == Math.Floor(x[index])))
            {
                throw new DataFaultException($"x counts purchases, and {x[index]:R} is no count",
                    "correct the line, or the order of --columns: x, then the mean value") { Line = line, Column = fields.Columns[0] };
            }

            if (x[index] > 0 && !(means[index] > 0))
            {
                throw SpendFault.OfRow(means[index], line, fields.Columns[1]);
            }

            customers.Add((names?[index] ?? line.ToString(), new SpendHistory((int)x[index], means[index])));
        }

        return customers;
    }

    private (List<(string Name, SpendHistory Spend)> Customers, IReadOnlyList<string> Notices) OfLog(TableFields fields)
    {
        var reading = LogReading.Of(fields, Until, DateFormat);
        var summaries = TransactionLog.Summarize(reading.Transactions, reading.Until, TimeUnit.Days);
        return SpendFault.Find(summaries, fields.Columns[2]) is { } fault ? throw fault
            : ([.. summaries.Select(static one => (one.Customer, one.Spend))], reading.Notices);
    }
}
