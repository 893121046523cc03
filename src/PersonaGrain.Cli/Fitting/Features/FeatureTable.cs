using System.Text.Json.Nodes;
using PersonaGrain.Cli.Fitting.Answers;
using PersonaGrain.Cli.Fitting.Tables;
using PersonaGrain.Learning.Clusters;

namespace PersonaGrain.Cli.Fitting.Features;

/// <summary>The rows of a table as features, and what stands beside them.</summary>
/// <param name="Fields">The table.</param>
/// <param name="Names">The features' columns.</param>
/// <param name="Rows">The features.</param>
/// <param name="Classes">The known class of each row; null where none is named.</param>
internal sealed record FeatureTable(TableFields Fields, string[] Names, double[][] Rows, string[]? Classes)
{
    private const int MostCompared = 30_000;

    /// <summary>Reads a table whose last column may be classes.</summary>
    /// <param name="fields">The table.</param>
    /// <param name="hasClasses">The last column holds classes.</param>
    /// <param name="freedom">Features are shifted and scaled to mean 0 and a variance of 1, of which so many degrees of freedom are taken; null for as they are.</param>
    /// <exception cref="DataFaultException">There is one row, or all are equal.</exception>
    public static FeatureTable Of(TableFields? fields, bool hasClasses, int? freedom)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var count = fields.Columns.Count - (hasClasses ? 1 : 0);
        if (fields.Rows.Count < 2)
        {
            throw new DataFaultException("there is one row, and rows are compared with one another",
                "give some dozen rows") { Line = fields.Rows[0].Line };
        }

        var rows = FeatureMatrix.Read(fields, 0, count, freedom);
        return Array.TrueForAll(rows, row => row.AsSpan().SequenceEqual(rows[0]))
            ? throw new DataFaultException("all rows are equal, so nothing tells them apart", "give columns that vary")
            : new FeatureTable(fields, [.. fields.Columns.Take(count)], rows, hasClasses ? fields.Texts(count) : null);
    }

    /// <summary>Refuses more rows than can be compared each with each in a reasonable time.</summary>
    public FeatureTable Compared() => Rows.Length <= MostCompared ? this
        : throw new DataFaultException($"{Rows.Length:N0} rows are too many to compare each with each (at most {MostCompared:N0})",
            "take a part of them with --where");

    /// <summary>The mean silhouette of clusters; null also where there are too many rows for it.</summary>
    public JsonNode? SilhouetteOf(IReadOnlyList<int> labels) => Rows.Length > MostCompared ? null : JsonNumbers.Of(Silhouette.Mean(Rows, labels));

    /// <summary>Adds how well clusters agree with the known classes, where there are some.</summary>
    public void AddAgreement(JsonObject values, IReadOnlyList<int> labels)
    {
        if (Classes is null)
        {
            return;
        }

        var agreement = LabelAgreement.Of(Classes, labels);
        values["homogeneity"] = JsonNumbers.Of(agreement.Homogeneity);
        values["completeness"] = JsonNumbers.Of(agreement.Completeness);
        values["vMeasure"] = JsonNumbers.Of(agreement.VMeasure);
        values["adjustedRand"] = JsonNumbers.Of(agreement.AdjustedRand);
    }

    /// <summary>One value for each row.</summary>
    public RowAnswers Each(string name, Func<int, JsonNode?> value) =>
        new(["line", name], Rows.Select((_, row) => new[] { JsonValue.Create(Fields.Rows[row].Line), value(row) }));
}
