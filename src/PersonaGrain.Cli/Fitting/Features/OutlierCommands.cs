using System.CommandLine;
using System.Text.Json.Nodes;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Learning.Outliers;

namespace PersonaGrain.Cli.Fitting.Features;

/// <summary><c>persona fit lof FILE</c> and <c>persona fit isolation-forest FILE</c>.</summary>
internal static class OutlierCommands
{
    private const int Shown = 10;

    // Above these a row is an outlier, in both papers' words and in scikit-learn's "auto".
    private const double LofOutlier = 1.5;
    private const double ForestOutlier = 0.5;

    public static Command Lof(PersonaConsole console)
    {
        var neighbors = FeatureCommand.Count("--neighbors", "With how many neighbours a row is compared", 1, 10_000, 20);
        return new FeatureCommand("lof",
            "Local outlier factor: how much less dense it is around a row than around its neighbours") { Options = [neighbors] }
            .Create(console, (table, parsed, _) =>
            {
                var count = parsed.GetValue(neighbors);
                if (count >= table.Rows.Length)
                {
                    throw new DataFaultException($"{table.Rows.Length:N0} rows do not have {count:N0} neighbours each",
                        "ask for fewer with --neighbors");
                }

                return Answer(table, "lof", LocalOutlierFactor.Of(table.Compared().Rows, count), LofOutlier,
                    new JsonObject { ["neighbors"] = count });
            });
    }

    public static Command IsolationForest(PersonaConsole console)
    {
        var trees = FeatureCommand.Count("--trees", "How many trees", 1, 100_000, 100);
        var sample = FeatureCommand.Count("--sample", "From how many rows each tree is grown", 2, 1_000_000, 256);
        return new FeatureCommand("isolation-forest",
            "Isolation forest: rows that few random cuts set apart from the others") { Options = [trees, sample] }
            .Create(console, (table, parsed, seed) =>
            {
                var forest = Learning.Outliers.IsolationForest.Grow(table.Rows, seed, parsed.GetValue(trees), parsed.GetValue(sample));
                return Answer(table, "score", Array.ConvertAll(table.Rows, forest.Score), ForestOutlier,
                    new JsonObject { ["trees"] = parsed.GetValue(trees) });
            });
    }

    private static FitAnswer Answer(FeatureTable table, string name, double[] scores, double outlier, JsonObject values)
    {
        values["rows"] = scores.Length;
        values["outliers"] = scores.Count(score => score > outlier);
        values["above"] = outlier;
        values["largest"] = new JsonArray([.. Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row]).Take(Shown)
            .Select(row => new JsonObject { ["line"] = table.Fields.Rows[row].Line, [name] = JsonNumbers.Of(scores[row]) })]);
        return new FitAnswer(values, table.Each(name, row => JsonNumbers.Of(scores[row])));
    }
}
