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
    private static readonly string[] Names = ["customer", "recencyDays", "transactions", "amount", "recencyScore", "frequencyScore", "monetaryScore", "rfm"];

    /// <summary>How many scores each value has.</summary>
    public int Bins { get; init; } = RfmBins.Count;

    private bool HasSegments => Bins == RfmBins.Count;

    /// <summary>Answers.</summary>
    public FitAnswer Answer(TableFields? fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var log = fields.Columns.Count == RfmColumns.Count ? null : LogReading.Of(fields, until, dateFormat);
        var customers = log is null ? Customers(fields) : RfmLog.Summarize(log.Transactions, log.Until, monetary);
        var equal = Equal(customers);
        if (customers.Count == 1 || equal.Count == 3)
        {
            throw new DataFaultException(
                customers.Count == 1 ? "there is one customer, and scores compare customers"
                    : "all customers have the same recency, frequency and monetary value, so nothing tells them apart",
                "give the transactions of some hundred customers");
        }

        var scoring = RfmScoring.Of(customers, Bins);
        var scored = customers.Select(customer => (Customer: customer, Score: scoring.Score(customer))).ToList();
        var values = Values(log, customers, scoring);
        if (HasSegments)
        {
            var segments = scored.ConvertAll(static one => RfmSegment.Of(one.Score));
            values["segments"] = new JsonObject(RfmSegment.All.Select(static segment => segment.Name).Append(RfmSegment.Others)
                .Select(name => KeyValuePair.Create(name, (JsonNode?)segments.Count(segment => segment == name))));
        }

        return new FitAnswer(values, Rows(scored))
        {
            Notices = [.. log?.Notices ?? [],
                .. equal.Select(static name => $"all customers have the same {name}, so the score of it is the same for all, and says nothing")],
        };
    }

    /// <summary>Customers whose three values stand in the table, in whole days and counts.</summary>
    private static RfmCustomer[] Customers(TableFields fields)
    {
        var (names, days, counts, amounts) = (fields.Texts(0), fields.Numbers(1), fields.Numbers(2), fields.Numbers(3));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var row = 0; row < names.Length; row++)
        {
            var odd = !IsCount(days[row]) ? 1 : !IsCount(counts[row]) ? 2 : -1;
            if (odd > 0)
            {
                throw new DataFaultException($"{(odd == 1 ? days[row] : counts[row]):R} is no number of {(odd == 1 ? "days" : "transactions")}",
                    $"correct the line, or the order of --columns: {RfmColumns.Order}") { Line = fields.Rows[row].Line, Column = fields.Columns[odd] };
            }

            if (!seen.Add(names[row]))
            {
                throw new DataFaultException($"customer {names[row]} has a line already", "give a line for each customer, or of a log of transactions customer,date,value")
                {
                    Line = fields.Rows[row].Line, Column = fields.Columns[0],
                };
            }
        }

        return [.. names.Select((name, row) => new RfmCustomer(name, (int)days[row], (int)counts[row], amounts[row]))];
    }

    private static bool IsCount(double value) => value >= 0 && value <= int.MaxValue && value == Math.Floor(value);

    private static JsonObject Values(LogReading? log, IReadOnlyList<RfmCustomer> customers, RfmScoring scoring) => new()
    {
        ["rows"] = log is null ? customers.Count : log.Transactions.Count - log.Later,
        ["customers"] = customers.Count,
        ["until"] = log?.Until.ToString("yyyy-MM-dd"),
        ["thresholds"] = new JsonObject
        {
            ["recency"] = JsonNumbers.Of(scoring.Recency.Thresholds),
            ["frequency"] = JsonNumbers.Of(scoring.Frequency.Thresholds),
            ["monetary"] = JsonNumbers.Of(scoring.Monetary.Thresholds),
        },
    };

    private RowAnswers Rows(List<(RfmCustomer Customer, RfmScore Score)> scored) => new([.. Names, .. HasSegments ? ["segment"] : (string[])[]], scored.Select(one => (JsonNode?[])
    [
        one.Customer.Customer, one.Customer.Recency, one.Customer.Frequency, JsonNumbers.Of(one.Customer.Monetary),
        one.Score.Recency, one.Score.Frequency, one.Score.Monetary, one.Score.Code, .. HasSegments ? [RfmSegment.Of(one.Score)] : (JsonNode?[])[],
    ]));

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
