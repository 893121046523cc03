using System.Text.Json.Nodes;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Learning.Correlations;

namespace PersonaGrain.Cli.Fitting.Correlations;

/// <summary>Correlates columns.</summary>
/// <param name="confidence">The confidence of intervals.</param>
/// <param name="method">One of <see cref="Methods"/>.</param>
internal sealed class CorrelationRun(double confidence, string method)
{
    /// <summary>How columns can be correlated.</summary>
    public static readonly IReadOnlyList<string> Methods = ["pearson", "spearman", "kendall"];

    private bool IsOfRanks => method == Methods[1];

    private bool IsOfPairs => method == Methods[2];

    /// <summary>Answers.</summary>
    public FitAnswer Answer(TableFields? fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var columns = Enumerable.Range(0, fields.Columns.Count).Select(column => fields.Numbers(column, takesTruth: true)).ToArray();
        var pairs = new JsonArray();
        for (var one = 0; one < columns.Length; one++)
        {
            for (var other = one + 1; other < columns.Length; other++)
            {
                pairs.Add((JsonNode)Pair(fields, columns, one, other));
            }
        }

        return new FitAnswer(columns.Length == 2 ? (JsonObject)pairs[0]!.DeepClone()
            : new JsonObject { ["confidence"] = confidence, ["pairs"] = pairs });
    }

    private JsonObject Pair(TableFields fields, double[][] columns, int one, int other)
    {
        var (x, y) = (columns[one], columns[other]);
        var correlation = (IsOfRanks ? PearsonCorrelation.Of(Ranks.Of(x), Ranks.Of(y)) : PearsonCorrelation.Of(x, y)) switch
        {
            CorrelationResult.Found(var found) => found,
            CorrelationResult.None(var fault) => throw FitWords.Of(fault, variable => fields.Columns[variable == "x" ? one : other]),
            _ => throw new InvalidOperationException("a result that this version does not know"),
        };
        if (IsOfPairs && KendallCorrelation.Of(x, y) is { } pairs)
        {
            return Named(fields, one, other, ("tau", JsonNumbers.Of(pairs.Tau)), ("n", pairs.Count), ("z", JsonNumbers.Of(pairs.Z)), ("p", JsonNumbers.Of(pairs.P)), ("pBy", "normal approximation"));
        }

        var interval = correlation.Interval(confidence, IsOfRanks);
        var values = Named(
            fields, one, other,
            (IsOfRanks ? "rho" : "r", JsonNumbers.Of(correlation.R)), ("n", correlation.Count), ("confidence", confidence), ("low", JsonNumbers.Of(interval?.Low)),
            ("high", JsonNumbers.Of(interval?.High)), ("t", JsonNumbers.Of(correlation.T)), ("p", JsonNumbers.Of(correlation.P)), ("pBy", IsOfRanks ? "t approximation" : "t distribution"));
        if (!IsOfRanks && Contingency.Of(x, y) is { } table)
        {
            values["phi"] = JsonNumbers.Of(table.Phi);
            values["lift"] = JsonNumbers.Of(table.Lift);
            values["both"] = table.Both;
            values["onlyX"] = table.First;
            values["onlyY"] = table.Second;
            values["neither"] = table.Neither;
        }

        return values;
    }

    private static JsonObject Named(TableFields fields, int one, int other, params ReadOnlySpan<(string Name, JsonNode? Value)> found)
    {
        var values = new JsonObject { ["x"] = fields.Columns[one], ["y"] = fields.Columns[other] };
        foreach (var (name, value) in found)
        {
            values[name] = value;
        }

        return values;
    }
}
