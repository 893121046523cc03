using PersonaGrain.Cli.Fitting.Tables;

namespace PersonaGrain.Cli.Fitting.Regression;

/// <summary>The features of a logistic regression: columns of numbers, and of each column of texts one feature for each text but the first, as R has it.</summary>
/// <param name="Names">Their names: the column's, and of a text <c>column</c> and the text behind it.</param>
/// <param name="Columns">Which column of the table each is of, by name.</param>
/// <param name="Rows">Their values, row by row.</param>
/// <param name="Factors">The columns that were taken as names of kinds.</param>
internal sealed record LogisticFeatures(string[] Names, string[] Columns, double[][] Rows, IReadOnlyList<LogisticFactor> Factors)
{
    private const int MostTexts = 100;

    /// <summary>The most features: each further one makes the fit slower by its square.</summary>
    private const int Most = 500;

    /// <summary>Reads all columns behind the first.</summary>
    /// <param name="fields">The table.</param>
    /// <param name="factors">Columns whose numbers are names of kinds.</param>
    /// <param name="hasIntercept">Whether the first text of each column is what the intercept stands for; without one it stands for the first column's alone.</param>
    /// <param name="freedom">How columns of numbers are scaled; null for as they are.</param>
    /// <exception cref="DataFaultException">A field is no number in a column of numbers, a column has too many texts, or there are too many features.</exception>
    public static LogisticFeatures Of(TableFields fields, IReadOnlyCollection<string> factors, bool hasIntercept, int? freedom)
    {
        var features = new List<(string Name, string Column, double[] Values)>();
        var kinds = new List<LogisticFactor>();
        var isWhole = !hasIntercept;
        for (var column = 1; column < fields.Columns.Count; column++)
        {
            var name = fields.Columns[column];
            if (!factors.Contains(name) && !fields.HoldsTexts(column))
            {
                features.Add((name, name, Scaled(fields.Numbers(column, takesTruth: true, isFeature: true), name, freedom)));
                continue;
            }

            if (!factors.Contains(name))
            {
                fields.RefuseOtherNotation(column);
            }

            var texts = fields.Texts(column);
            var factor = new LogisticFactor(name, Kinds(texts, name), HasReference: !isWhole);
            if (features.Count + factor.Kinds.Count > Most)
            {
                throw new DataFaultException(
                    $"with its {factor.Kinds.Count:N0} different texts there are more than {Most} features", "leave out columns of many different texts") { Column = name };
            }

            foreach (var kind in factor.Kinds.Skip(isWhole ? 0 : 1))
            {
                features.Add((name + kind, name, Array.ConvertAll(texts, text => text == kind ? 1.0 : 0.0)));
            }

            kinds.Add(factor);
            isWhole = false;
        }

        if (features.GroupBy(static one => one.Name).FirstOrDefault(static group => group.Count() > 1) is { } same)
        {
            throw new DataFaultException($"two features are called {same.Key}, of {string.Join(" and ", same.Select(static one => one.Column))}", "rename one of the columns") { Column = same.First().Column };
        }

        return new LogisticFeatures(
            [.. features.Select(static one => one.Name)],
            [.. features.Select(static one => one.Column)],
            FeatureMatrix.OfColumns([.. features.Select(static one => one.Values)], fields.Rows.Count),
            kinds);
    }

    /// <summary>Numbers are scaled; what stands for a text stays 0 or 1, so that its coefficient still is the difference to the reference.</summary>
    private static double[] Scaled(double[] values, string column, int? freedom) => freedom is { } less ? FeatureMatrix.Scaled(values, column, less) : values;

    /// <summary>The texts of a column, in the order of their characters' numbers (capitals first), and of numbers in theirs.</summary>
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
