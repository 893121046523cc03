using System.CommandLine;
using System.Text.Json.Nodes;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Learning.Components;

namespace PersonaGrain.Cli.Fitting.Features;

/// <summary><c>persona fit pca FILE</c>.</summary>
internal static class PcaCommand
{
    public static Command Create(PersonaConsole console) =>
        new FeatureCommand("pca", "Principal components: variances, their part of the whole, loadings, scores of rows")
            .Create(console, static (table, _, _) => Answer(table));

    private static FitAnswer Answer(FeatureTable table)
    {
        var found = PrincipalComponents.Of(table.Rows);
        var values = new JsonObject
        {
            ["rows"] = table.Rows.Length,
            ["explainedVariance"] = JsonNumbers.Of(found.Variances),
            ["explainedVarianceRatio"] = JsonNumbers.Of(found.Ratios),
            ["standardDeviations"] = JsonNumbers.Of(found.Variances.Select(Math.Sqrt)),
            ["singularValues"] = JsonNumbers.Of(found.Variances.Select(variance => Math.Sqrt(variance * (table.Rows.Length - 1)))),
            ["means"] = JsonNumbers.Of(table.Names.Zip(found.Means)),
            ["components"] = new JsonArray([.. found.Directions.Select(direction => JsonNumbers.Of(table.Names.Zip(direction)))]),
        };
        string[] names = ["line", .. Enumerable.Range(1, found.Directions.Count).Select(static index => $"pc{index}")];
        var rows = table.Rows.Select((row, index) =>
            (JsonNode?[])[table.Fields.Rows[index].Line, .. found.Scores(row).Select(static score => JsonNumbers.Of(score))]);
        return new FitAnswer(values, new RowAnswers(names, rows));
    }
}
