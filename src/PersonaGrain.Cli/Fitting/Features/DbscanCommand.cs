using System.CommandLine;
using System.Text.Json.Nodes;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Learning.Clusters;

namespace PersonaGrain.Cli.Fitting.Features;

/// <summary><c>persona fit dbscan FILE</c>.</summary>
internal static class DbscanCommand
{
    public static Command Create(PersonaConsole console)
    {
        var radius = new Option<double>("--eps")
        {
            Description = "Rows that are no farther apart are neighbours (default 0.5)",
            HelpName = "N",
            DefaultValueFactory = static _ => 0.5,
        };
        radius.Validators.Add(static result =>
        {
            if (!(result.GetValueOrDefault<double>() is > 0 and < double.PositiveInfinity))
            {
                result.AddError("--eps is a distance above 0");
            }
        });
        var least = FeatureCommand.Count("--min-points", "From how many neighbours on, itself among them, a row is the core of a cluster", 1,
            1_000_000, 5);
        return new FeatureCommand("dbscan", "DBSCAN: clusters of rows that lie dense, and noise") { Options = [radius, least], TakesClasses = true }
            .Create(console, (table, parsed, _) => Answer(table.Compared(), parsed.GetValue(radius), parsed.GetValue(least)));
    }

    private static FitAnswer Answer(FeatureTable table, double radius, int least)
    {
        var found = Dbscan.Fit(table.Rows, radius, least);
        var values = new JsonObject
        {
            ["eps"] = radius,
            ["minPoints"] = least,
            ["rows"] = table.Rows.Length,
            ["clusters"] = found.Clusters,
            ["noise"] = found.Labels.Count(static label => label == Dbscan.Noise),
            ["sizes"] = new JsonArray([.. Enumerable.Range(0, found.Clusters)
                .Select(cluster => (JsonNode)found.Labels.Count(label => label == cluster))]),

            // As scikit-learn has it: noise counts as a cluster of its own here.
            ["silhouette"] = table.SilhouetteOf(found.Labels),
        };
        table.AddAgreement(values, found.Labels);
        return new FitAnswer(values, table.Each("cluster", row => found.Labels[row]));
    }
}
