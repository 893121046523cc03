using System.Text.Json.Nodes;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Cli.Fitting.Spending;
using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Learning.Fitting;
using PersonaGrain.Learning.Purchases;
using PersonaGrain.Learning.Spending;
using PersonaGrain.Learning.Transactions;

namespace PersonaGrain.Cli.Fitting.Purchases;

/// <summary>Fits a purchase model, or takes a given one, and answers questions by it.</summary>
/// <param name="kind">The kind of model.</param>
/// <param name="questions">What is asked.</param>
internal sealed class PurchaseRun(PurchaseModelKind kind, PurchaseQuestions questions)
{
    private readonly List<string> _notices = [];

    // Of each customer once, since the total and the rows tell them; customers who are equal have equal values.
    private readonly Dictionary<PurchaseCustomer, double?> _lifetimeValues = [];
    private readonly Dictionary<PurchaseHistory, double> _endless = [];

    /// <summary>Parameters to use instead of fitting; null to fit.</summary>
    public double[]? Given { get; init; }

    /// <summary>What random starting points are drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>The last column names customers.</summary>
    public bool NamesCustomers { get; init; }

    /// <summary>The table is a log; null where it has histories.</summary>
    public PurchaseLog? Log { get; init; }

    /// <summary>Answers.</summary>
    /// <param name="fields">The table; null where there is none, and parameters are given.</param>
    public FitAnswer Answer(TableFields? fields)
    {
        var values = new JsonObject();
        var customers = fields is null ? [] : Customers(fields, values);
        var model = Model(customers, values);
        var spending = customers.Any(static customer => customer.MeanSpend is not null) ? Spending(customers, values) : null;
        Totals(model, spending, customers, values);
        return new FitAnswer(values, customers.Count == 0 ? null : Rows(model, spending, customers)) { Notices = _notices };
    }

    private IReadOnlyList<PurchaseCustomer> Customers(TableFields fields, JsonObject values)
    {
        if (Log is not { } log)
        {
            return PurchaseCustomer.Of(fields, NamesCustomers);
        }

        var reading = LogReading.Of(fields, log.Until, log.DateFormat);
        _notices.AddRange(reading.Notices);
        values["transactions"] = reading.Transactions.Count - reading.Later;
        values["until"] = reading.Until.ToString("yyyy-MM-dd");
        values["unit"] = log.Unit == TimeUnit.Weeks ? "weeks" : "days";
        var summaries = TransactionLog.Summarize(reading.Transactions, reading.Until, log.Unit);
        var hasValues = fields.Columns.Count > 2;
        return hasValues && SpendFault.Find(summaries, fields.Columns[2]) is { } fault
            ? throw fault
            : [.. summaries.Select(one => new PurchaseCustomer(one.Customer, one.History, hasValues ? one.MeanSpend : null))];
    }

    private IPurchaseModel Model(IReadOnlyList<PurchaseCustomer> customers, JsonObject values)
    {
        IPurchaseModel model;
        LikelihoodMaximum? maximum = null;
        if (Given is { } given)
        {
            model = kind.Create(given);
        }
        else
        {
            (model, maximum) = PurchaseFit.Run(kind, [.. customers.Select(static customer => customer.History)], Seed) switch
            {
                FitResult<IPurchaseModel>.Fitted(var fitted, var found) => (fitted, found),
                FitResult<IPurchaseModel>.Failed(var fault) => throw FitWords.Of(fault),
                _ => throw new InvalidOperationException("a result that this version does not know"),
            };
        }

        foreach (var (name, value) in model.Parameters)
        {
            values[name] = JsonNumbers.Of(value);
        }

        if (customers.Count > 0)
        {
            values["logLikelihood"] = JsonNumbers.Of(maximum?.LogLikelihood ?? customers.Sum(customer => model.LogLikelihood(customer.History)));
            values["rows"] = customers.Count;
        }

        if (maximum is not null)
        {
            values["aic"] = JsonNumbers.Of(maximum.Aic);
            values["bic"] = JsonNumbers.Of(maximum.Bic(customers.Count));
            values["converged"] = true;
            values["standardErrors"] = JsonNumbers.Of(kind.ParameterNames.Zip(maximum.StandardErrors));
        }

        return model;
    }

    private static GammaGammaModel Spending(IReadOnlyList<PurchaseCustomer> customers, JsonObject values)
    {
        var fitted = GammaGammaAnswers.Fit([.. customers.Select(static customer => customer.Spend)], static _ => null);
        values["gammaGamma"] = GammaGammaAnswers.Of(fitted.Model, fitted.Likelihood);
        return fitted.Model;
    }

    private void Totals(IPurchaseModel model, GammaGammaModel? spending, IReadOnlyList<PurchaseCustomer> customers, JsonObject values)
    {
        if (questions.Expect is { } time)
        {
            values["expect"] = time;
            values["expectedPurchases"] = customers.Count == 0 ? null : JsonNumbers.Of(customers.Sum(customer => Expected(model, customer, time)));
            values["expectedPurchasesOfNewCustomer"] = JsonNumbers.Of(LifetimeValue.ExpectedOfNew(model, time));
        }

        if (questions.Discount is { } discount && spending is not null)
        {
            values["discount"] = discount;
            values["period"] = questions.Period;
            values["lifetimeValue"] = JsonNumbers.Of(customers.Sum(customer => Lifetime(model, spending, customer) ?? double.NaN));
        }

        if (questions.Dert is { } rate)
        {
            values["rate"] = rate;
            values["dert"] = customers.Count == 0 ? null : JsonNumbers.Of(customers.Sum(customer => Endless(model, customer.History, rate)));
        }

        if (questions.Within is { } within)
        {
            values["probabilities"] = new JsonArray([.. questions.Purchases.Select(count => new JsonObject
            {
                ["purchases"] = count, ["within"] = within, ["probability"] = JsonNumbers.Of(model.Probability(count, within)),
            })]);
        }
    }

    private RowAnswers Rows(IPurchaseModel model, GammaGammaModel? spending, IReadOnlyList<PurchaseCustomer> customers)
    {
        List<(string Name, Func<PurchaseCustomer, JsonNode?> Value)> columns =
        [
            (Log is not null || NamesCustomers ? "customer" : "line", static one => one.Name),
            ("x", static one => one.History.Frequency),
            ("t_x", static one => JsonNumbers.Of(one.History.Recency)),
            ("T", static one => JsonNumbers.Of(one.History.Age)),
            ("pAlive", one => JsonNumbers.Of(model.ProbabilityAlive(one.History))),
        ];
        if (questions.Expect is { } time)
        {
            columns.Add(("expectedPurchases", one => JsonNumbers.Of(Expected(model, one, time))));
        }

        if (questions.Dert is { } rate)
        {
            columns.Add(("dert", one => JsonNumbers.Of(Endless(model, one.History, rate))));
        }

        if (spending is not null)
        {
            columns.Add(("meanSpend", one => JsonNumbers.Of(spending.ConditionalMeanSpend(one.Spend))));
        }

        if (spending is not null && questions.Discount is not null)
        {
            columns.Add(("lifetimeValue", one => JsonNumbers.Of(Lifetime(model, spending, one))));
        }

        return new RowAnswers([.. columns.Select(static column => column.Name)],
            customers.Select(one => columns.Select(column => column.Value(one)).ToArray()));
    }

    private double? Lifetime(IPurchaseModel model, GammaGammaModel spending, PurchaseCustomer customer)
    {
        if (!_lifetimeValues.TryGetValue(customer, out var value))
        {
            value = LifetimeValue.Of(model, spending, customer, questions);
            _lifetimeValues.Add(customer, value);
        }

        return value;
    }

    private double Endless(IPurchaseModel model, PurchaseHistory history, double rate)
    {
        if (!_endless.TryGetValue(history, out var value))
        {
            value = LifetimeValue.Endless(model, history, rate);
            _endless.Add(history, value);
        }

        return value;
    }

    private static double Expected(IPurchaseModel model, PurchaseCustomer customer, double time) =>
        LifetimeValue.Expected(model, customer.History, time);
}
