using PersonaGrain.Cli.Fitting.Tables;

namespace PersonaGrain.Cli.Fitting.Regression;

/// <summary>The features of a logistic regression: columns of numbers, and of each column of texts one feature for each text but the first, as R has it.</summary>
/// <param name="Names">Their names: the column's, and of a text <c>column</c> and the text behind it.</param>
/// <param name="Columns">Which column of the table each is of, by name.</param>
/// <param name="Rows">Their values, row by row.</param>
internal sealed record LogisticFeatures(string[] Names, string[] Columns, double[][] Rows)
{
    private const int MostTexts = 100;

    /// <summary>Reads all columns behind the first.</summary>
    /// <param name="fields">The table.</param>
    /// <param name="factors">Columns whose numbers are names of kinds.</param>
    /// <param name="hasIntercept">Whether the first text of each column is what the intercept stands for; without one it stands for the first column's alone.</param>
    /// <param name="freedom">How features are scaled; null for as they are.</param>
    /// <exception cref="DataFaultException">A field is no number in a column of numbers, or a column has too many texts.</exception>
    public static LogisticFeatures Of(TableFields fields, IReadOnlyCollection<string> factors, bool hasIntercept, int? freedom)
    {
        var features = new List<(string Name, string Column, double[] Values)>();
        var isWhole = !hasIntercept;
        for (var column = 1; column < fields.Columns.Count; column++)
        {
            var name = fields.Columns[column];
            if (!factors.Contains(name) && !fields.HoldsTexts(column))
            {
                features.Add((name, name, fields.Numbers(column, takesTruth: true)));
                continue;
            }

            var texts = fields.Texts(column);
            foreach (var kind in Kinds(texts, name).Skip(isWhole ? 0 : 1))
            {
                features.Add((name + kind, name, Array.ConvertAll(texts, text => text == kind ? 1.0 : 0.0)));
            }

            isWhole = false;
        }

        return new LogisticFeatures(
            [.. features.Select(static one => one.Name)],
            [.. features.Select(static one => one.Column)],
            FeatureMatrix.OfColumns([.. features.Select(static one => (one.Name, one.Values))], fields.Rows.Count, freedom));
    }

    /// <summary>The texts of a column, in the order of the alphabet, and of numbers in theirs.</summary>
    private static List<string> Kinds(string[] texts, string column)
    {
        var kinds = texts.Distinct(StringComparer.Ordinal).ToList();
        if (kinds.Count is 1 or > MostTexts)
        {
            throw new DataFaultException(
                kinds.Count == 1 ? $"all values are '{TableFields.Shown(kinds[0])}', so the feature says nothing"
                    : $"there are {kinds.Count:N0} different texts, and each of them would have a coefficient of its own (at most {MostTexts})",
                "leave the feature out")
            {
                Column = column,
            };
        }

        return kinds.TrueForAll(static kind => TableFields.Number(kind) is not null)
            ? [.. kinds.OrderBy(TableFields.Number)]
            : [.. kinds.Order(StringComparer.Ordinal)];
    }
}
