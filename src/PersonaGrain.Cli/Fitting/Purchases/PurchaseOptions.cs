using System.CommandLine;
using PersonaGrain.Learning.Purchases;

namespace PersonaGrain.Cli.Fitting.Purchases;

/// <summary>What a purchase model can be told and asked.</summary>
internal sealed class PurchaseOptions(PurchaseModelKind kind)
{
    private const string Named =
        "x,t_x,T of each customer and, for lifetime values, their mean spend; or of a log customer,date and, for lifetime values, value";

    private readonly LogOptions _log = new();
    private readonly Option<double[]?> _given = GivenParameters.Option(kind.ParameterNames);

    private readonly Option<string?> _customer = new("--customer")
    {
        Description = "The column that names customers, where the table is no log; else lines do",
        HelpName = "COLUMN",
    };

    private readonly Option<double?> _expect = Number("--expect", "N", "Expected purchases of each customer within N units of time from now on");

    private readonly Option<int[]> _purchases = new("--purchases")
    {
        Description = "With --within, the probability that a customer makes exactly N purchases after the first one; several with commas between them",
        HelpName = "N,…",
        CustomParser = NumberLists.Counts,
    };

    private readonly Option<double?> _within = Number("--within", "N", "The time for --purchases, from the first purchase on");

    private readonly Option<double?> _discount = Number(
        "--discount", "RATE", "With --expect and values, the lifetime value of each customer over that time, discounted by this part per unit of time (or --period), such as 0.01");

    private readonly Option<double?> _period = Number("--period", "N", "How many units of time a period of --discount has, such as 30 for months of days (default 1)");

    private readonly Option<double?> _dert = Number(
        "--dert", "RATE", "Discounted expected residual transactions of each customer without end, at this continuous rate per unit of time, such as 0.0027 (15 % a year, in weeks)");

    /// <summary>What all kinds of fit can be told.</summary>
    public FitOptions Shared { get; } = new(Named, needsFile: false);

    /// <summary>Its own options.</summary>
    public IReadOnlyList<Option> Own => [_log.Unit, _log.Until, _log.DateFormat, _customer, _given, _expect, _purchases, _within, _discount, _period, _dert];

    /// <summary>What is to be read, and where answers go.</summary>
    public FitRequest Request(ParseResult parsed) => Shared.RequestOf(parsed, [.. Columns(parsed).Ordered, .. CustomerColumn(parsed) is { } column ? [column] : (string[])[]]);

    /// <summary>What is to be done.</summary>
    public PurchaseRun Run(ParseResult parsed)
    {
        var questions = new PurchaseQuestions
        {
            Expect = parsed.GetValue(_expect),
            Purchases = parsed.GetValue(_purchases) ?? [],
            Within = parsed.GetValue(_within),
            Discount = parsed.GetValue(_discount),
            Dert = parsed.GetValue(_dert),
            Period = parsed.GetValue(_period) ?? 1,
        };
        return new PurchaseRun(kind, questions)
        {
            Given = Given(parsed),
            Seed = parsed.GetValue(Shared.Seed),
            NamesCustomers = CustomerColumn(parsed) is not null,
            Log = IsLog(parsed) ? new PurchaseLog(_log.UnitOf(parsed), parsed.GetValue(_log.Until), parsed.GetValue(_log.DateFormat)) : null,
        };
    }

    /// <summary>What is wrong with the options taken together; null for nothing.</summary>
    public string? WhyNot(ParseResult parsed)
    {
        var (isLog, columns) = (IsLog(parsed), Columns(parsed).Ordered.Length);
        var words = isLog ? "customer,date or customer,date,value" : "x,t_x,T, and may name a fourth, the mean spend; of a log customer,date";
        if (Shared.WhyNotColumns(parsed, isLog ? 2 : 3, isLog ? 3 : Columns(parsed).Customer is null ? 4 : 5, words) is { } fault)
        {
            return fault;
        }

        return parsed.GetValue(Shared.File) is null && Given(parsed) is null ? "FILE is needed, or --params"
            : parsed.GetValue(_purchases) is { Length: > 0 } != parsed.GetValue(_within) is not null ? "--purchases and --within go together"
            : parsed.GetValue(_customer) is not null && Columns(parsed).Customer is { } named ? $"--customer names customers, and so does {named} in --columns: give one of them"
            : parsed.GetValue(_dert) is 0 ? "--dert is a rate above 0"
            : parsed.GetValue(_period) is 0 ? "--period is a number above 0"
            : parsed.GetValue(_discount) is null ? (parsed.GetValue(_period) is null ? null : "--period needs --discount")
            : parsed.GetValue(_expect) is null ? "--discount needs --expect"
            : parsed.GetValue(_expect) > LifetimeValue.LongestTime * (parsed.GetValue(_period) ?? 1) ? $"with --discount, --expect is at most {LifetimeValue.LongestTime:N0} periods"
            : columns != (isLog ? 3 : 4) ? "--discount needs values: name the column of values of a log, or of mean spends, last in --columns"
            : null;
    }

    private static Option<double?> Number(string name, string helpName, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double?>() is not (>= 0 and < double.PositiveInfinity))
            {
                result.AddError($"{name} is a number from 0 on");
            }
        });
        return option;
    }

    private bool IsLog(ParseResult parsed) => _log.Say(parsed.CommandResult) || parsed.GetValue(Shared.Columns) is { Length: 2 };

    private string? CustomerColumn(ParseResult parsed) => IsLog(parsed) ? null : parsed.GetValue(_customer) ?? Columns(parsed).Customer;

    private PurchaseColumns Columns(ParseResult parsed)
    {
        var named = parsed.GetValue(Shared.Columns) ?? [];
        return IsLog(parsed) ? new PurchaseColumns(named, null) : PurchaseColumns.Of(named);
    }

    private double[]? Given(ParseResult parsed) => parsed.GetValue(_given) is { Length: > 0 } values ? values : null;
}
