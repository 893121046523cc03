namespace PersonaGrain.Cli.Fitting.Tables;

/// <summary>Columns of a table as rows of numbers.</summary>
internal static class FeatureMatrix
{
    /// <summary>Reads columns.</summary>
    /// <param name="fields">The table.</param>
    /// <param name="first">The first of its columns that is a feature; those behind it are too.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="isScaled">Shift and scale each to mean 0 and variance 1.</param>
    /// <exception cref="DataFaultException">A field is no number, or a column to be scaled holds one value alone.</exception>
    public static double[][] Read(TableFields fields, int first, int count, bool isScaled)
    {
        var columns = Enumerable.Range(first, count).Select(column => fields.Numbers(column, takesTruth: true)).ToArray();
        if (isScaled)
        {
            for (var index = 0; index < count; index++)
            {
                columns[index] = Scaled(columns[index], fields.Columns[first + index]);
            }
        }

        return [.. Enumerable.Range(0, fields.Rows.Count).Select(row => Array.ConvertAll(columns, column => column[row]))];
    }

    private static double[] Scaled(double[] values, string column)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return Array.TrueForAll(values, value => value == values[0])
            ? throw new DataFaultException("all values are equal, so they can not be scaled to variance 1",
                "leave the column out") { Column = column }
            : Array.ConvertAll(values, value => (value - mean) / deviation);
    }
}
