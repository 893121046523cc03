using System.Text.Json.Nodes;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Learning.Rfm;
using PersonaGrain.Predictions;

namespace PersonaGrain.Cli.Fitting.Rfm;

/// <summary>Scores the customers of a log.</summary>
/// <param name="until">The day from which recency counts back; null for the last one of the log.</param>
/// <param name="dateFormat">How dates are written; null to find out.</param>
/// <param name="monetary">What the monetary value is.</param>
internal sealed class RfmRun(DateOnly? until, string? dateFormat, MonetaryValue monetary)
{
    private static readonly string[] Names =
        ["customer", "recencyDays", "transactions", "amount", "recencyScore", "frequencyScore", "monetaryScore", "rfm", "segment"];

    /// <summary>Answers.</summary>
    public FitAnswer Answer(TableFields? fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var log = LogReading.Of(fields, until, dateFormat);
        var customers = RfmLog.Summarize(log.Transactions, log.Until, monetary);
        var equal = Equal(customers);
        if (customers.Count == 1 || equal.Count == 3)
        {
            throw new DataFaultException(
                customers.Count == 1 ? "there is one customer, and scores compare customers"
                    : "all customers have the same recency, frequency and monetary value, so nothing tells them apart",
                "give the transactions of some hundred customers");
        }

        var scoring = RfmScoring.Of(customers);
        var scored = customers.Select(customer => (Customer: customer, Score: scoring.Score(customer))).ToList();
        return new FitAnswer(Values(log, customers, scoring, [.. scored.Select(static one => RfmSegment.Of(one.Score))]), Rows(scored))
        {
            Notices = [.. log.Notices,
                .. equal.Select(static name => $"all customers have the same {name}, so the score of it is the same for all, and says nothing")],
        };
    }

    private static JsonObject Values(LogReading log, IReadOnlyList<RfmCustomer> customers, RfmScoring scoring, List<string> segments) => new()
    {
        ["rows"] = log.Transactions.Count - log.Later,
        ["customers"] = customers.Count,
        ["until"] = log.Until.ToString("yyyy-MM-dd"),
        ["thresholds"] = new JsonObject
        {
            ["recency"] = JsonNumbers.Of(scoring.Recency.Thresholds),
            ["frequency"] = JsonNumbers.Of(scoring.Frequency.Thresholds),
            ["monetary"] = JsonNumbers.Of(scoring.Monetary.Thresholds),
        },
        ["segments"] = new JsonObject(RfmSegment.All.Select(static segment => segment.Name).Append(RfmSegment.Others)
            .Select(name => KeyValuePair.Create(name, (JsonNode?)segments.Count(segment => segment == name)))),
    };

    private static RowAnswers Rows(List<(RfmCustomer Customer, RfmScore Score)> scored) => new(Names, scored.Select(static one => new JsonNode?[]
    {
        one.Customer.Customer, one.Customer.Recency, one.Customer.Frequency, JsonNumbers.Of(one.Customer.Monetary),
        one.Score.Recency, one.Score.Frequency, one.Score.Monetary, one.Score.Code, RfmSegment.Of(one.Score),
    }));

    private static List<string> Equal(IReadOnlyList<RfmCustomer> customers)
    {
        var first = customers[0];
        (string Name, Func<RfmCustomer, bool> Same)[] values =
        [
            ("recency", one => one.Recency == first.Recency), ("frequency", one => one.Frequency == first.Frequency),
                ("monetary value", one => one.Monetary == first.Monetary),
        ];
        return [.. values.Where(value => customers.All(value.Same)).Select(static value => value.Name)];
    }
}
