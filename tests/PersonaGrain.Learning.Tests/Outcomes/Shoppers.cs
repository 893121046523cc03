using System.Globalization;
using PersonaGrain.Learning.Outcomes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Learning.Tests.Outcomes;

/// <summary>
/// The sessions of the UCI online shoppers data as landmarks: each session is a person, and whether it ended in revenue the outcome. Features are
/// between 0 and 1 as relevances are: x / (x + k) of counts, durations and page values (k near what half the sessions have), rates as they are, and presence
/// of a month, a kind of visitor, a kind of traffic.
/// </summary>
internal sealed class Shoppers
{
    public const string File = "online_shoppers_intention/online_shoppers_intention.csv";

    private static readonly (string Column, double Half)[] Saturations =
    [
        ("Administrative", 2), ("Administrative_Duration", 60), ("Informational", 1), ("Informational_Duration", 60),
        ("ProductRelated", 20), ("ProductRelated_Duration", 600), ("PageValues", 5),
    ];

    private static readonly string[] Rates = ["BounceRates", "ExitRates", "SpecialDay"];
    private static readonly string[] Kinds = ["Month", "VisitorType", "TrafficType", "Weekend"];

    public Shoppers()
    {
        var table = new SharedTable(File);
        List<(string Name, double[] Values)> columns = [];
        columns.AddRange(Saturations.Select(one => (one.Column, Array.ConvertAll(table.Numbers(one.Column), x => Saturated(x, one.Half)))));
        columns.AddRange(Rates.Select(one => (one, table.Numbers(one))));
        foreach (var kind in Kinds)
        {
            var texts = table.Texts(kind);
            columns.AddRange(texts.GroupBy(text => text).Where(group => group.Count() >= 100).Select(group => group.Key).Order(StringComparer.Ordinal)
                .Select(value => ($"{kind} {value}", Array.ConvertAll(texts, text => text == value ? 1.0 : 0))));
        }

        var revenue = table.Texts("Revenue");
        Measures = [.. columns.Select(column => column.Name)];
        Examples = [.. Enumerable.Range(0, table.Count).Select(row => new OutcomeExample(
            (ulong)row, new Instant(Instant.FromUtc(2017, 2, 1).Ticks + (row * TimeSpan.TicksPerHour)), revenue[row] == "TRUE",
            [.. columns.Select(column => (float)column.Values[row])]))];
        Columns = Coded(table, [.. table.Names.Where(name => name != "Revenue")]);
    }

    public string[] Measures { get; }

    public OutcomeExample[] Examples { get; }

    /// <summary>All columns but the outcome as they are, with texts as the numbers of their alphabet.</summary>
    public float[][] Columns { get; }

    public LearnedScore Score => new()
    {
        Score = "purchase_intent",
        Outcome = "revenue",
        Features = 1,
        Measures = Measures,
        HandWritten = [.. Measures.Select(name => name switch { "PageValues" => 5.0, "ProductRelated" => 2, "ExitRates" => -2, _ => 0 })],
        Pinned = new double?[Measures.Length],
        Horizon = TimeSpan.FromHours(1),
        MayApply = true,
    };

    // A duration of −1 stands for none.
    private static double Saturated(double value, double half) => Math.Max(0, value) / (Math.Max(0, value) + half);

    private static float[][] Coded(SharedTable table, string[] names)
    {
        float[][] rows = [.. Enumerable.Range(0, table.Count).Select(_ => new float[names.Length])];
        for (var column = 0; column < names.Length; column++)
        {
            var texts = table.Texts(names[column]);
            var alphabet = texts.Distinct().Order(StringComparer.Ordinal).ToArray();
            for (var row = 0; row < rows.Length; row++)
            {
                var isNumber = float.TryParse(texts[row], CultureInfo.InvariantCulture, out var number);
                rows[row][column] = isNumber ? number : Array.IndexOf(alphabet, texts[row]);
            }
        }

        return rows;
    }
}
