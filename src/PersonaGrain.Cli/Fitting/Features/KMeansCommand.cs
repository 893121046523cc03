using System.CommandLine;
using System.Text.Json.Nodes;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Learning.Clusters;

namespace PersonaGrain.Cli.Fitting.Features;

/// <summary><c>persona fit kmeans FILE</c>.</summary>
internal static class KMeansCommand
{
    public static Command Create(PersonaConsole console)
    {
        var k = FeatureCommand.Count("--k", "How many clusters", 1, 1_000, 3);
        var runs = FeatureCommand.Count("--runs", "How many runs from other starting points, of which the best is taken", 1, 10_000, 50);
        return new FeatureCommand("kmeans", "k-means: the centres of k clusters, their sizes, inertia, silhouette") { Options = [k, runs],
            TakesClasses = true }
            .Create(console, (table, parsed, seed) => Answer(table, parsed.GetValue(k), parsed.GetValue(runs), seed));
    }

    private static FitAnswer Answer(FeatureTable table, int k, int runs, int seed)
    {
        var different = table.Rows.Select(static row => string.Join(' ', row.Select(static one => one.ToString("R")))).Distinct().Count();
        if (different < k)
        {
            throw new DataFaultException($"{different:N0} different rows do not make {k:N0} clusters", "ask for fewer with --k");
        }

        var found = KMeans.Fit(table.Rows, k, seed, runs);
        var values = new JsonObject
        {
            ["k"] = k,
            ["rows"] = table.Rows.Length,
            ["inertia"] = JsonNumbers.Of(found.Inertia),
            ["sizes"] = new JsonArray([.. found.Sizes.Select(static size => (JsonNode)size)]),
            ["silhouette"] = table.SilhouetteOf(found.Labels),
            ["iterations"] = found.Iterations,
            ["centers"] = new JsonArray([.. found.Centers.Select(center => JsonNumbers.Of(table.Names.Zip(center)))]),
        };
        table.AddAgreement(values, found.Labels);
        return new FitAnswer(values, table.Each("cluster", row => found.Labels[row]));
    }
}
