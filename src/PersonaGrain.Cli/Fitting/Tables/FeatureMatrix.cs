namespace PersonaGrain.Cli.Fitting.Tables;

/// <summary>Columns of a table as rows of numbers.</summary>
internal static class FeatureMatrix
{
    /// <summary>Reads columns.</summary>
    /// <param name="fields">The table.</param>
    /// <param name="first">The first of its columns that is a feature; those behind it are too.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="freedom">Shift and scale each to mean 0 and variance 1, divided by so much less than there are rows; null for as they are.</param>
    /// <exception cref="DataFaultException">A field is no number, or a column to be scaled holds one value alone.</exception>
    public static double[][] Read(TableFields fields, int first, int count, int? freedom)
    {
        var columns = Enumerable.Range(first, count).Select(column => (Name: fields.Columns[column], Values: fields.Numbers(column, takesTruth: true)));
        return OfColumns([.. columns.Select(column => freedom is { } less ? Scaled(column.Values, column.Name, less) : column.Values)], fields.Rows.Count);
    }

    /// <summary>Columns as rows.</summary>
    /// <param name="columns">The values of each column.</param>
    /// <param name="rows">How many rows there are.</param>
    public static double[][] OfColumns(double[][] columns, int rows) =>
        [.. Enumerable.Range(0, rows).Select(row => Array.ConvertAll(columns, column => column[row]))];

    /// <summary>Shifts and scales a column.</summary>
    /// <param name="values">Its values.</param>
    /// <param name="column">Its name.</param>
    /// <param name="freedom">As in <see cref="Read"/>.</param>
    /// <exception cref="DataFaultException">It holds one value alone.</exception>
    public static double[] Scaled(double[] values, string column, int freedom)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - freedom));
        return Array.TrueForAll(values, value => value == values[0])
            ? throw new DataFaultException("all values are equal, so they can not be scaled to variance 1",
                "leave the column out") { Column = column }
            : Array.ConvertAll(values, value => (value - mean) / deviation);
    }
}
