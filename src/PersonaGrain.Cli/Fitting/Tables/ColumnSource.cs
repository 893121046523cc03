using System.Globalization;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Fitting.Tables;

/// <summary>Where a column that was asked for comes from: a column of the table, or several whose numbers are multiplied.</summary>
/// <param name="Named">How the user named it.</param>
/// <param name="Positions">The columns, from 0.</param>
internal sealed record ColumnSource(string Named, IReadOnlyList<int> Positions)
{
    private const double Largest = 1e27;

    /// <summary>Finds a column: its name, its position such as <c>#3</c>, or several with asterisks between them, such as <c>Quantity*UnitPrice</c>.</summary>
    /// <exception cref="DataFaultException">It is not there, or more than once.</exception>
    public static ColumnSource Of(TableColumns columns, string named)
    {
        var factors = named.Split('*', StringSplitOptions.TrimEntries);
        return new ColumnSource(
            named, columns.Find(named) < 0 && factors.Length > 1 ? [.. factors.Select(factor => Find(columns, factor))] : [Find(columns, named)]);
    }

    /// <summary>The field of a row; of several columns their product, and what stands in the first one that is no number where one is none.</summary>
    /// <param name="table">At the row.</param>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="notation">How numbers are written, also the product.</param>
    /// <exception cref="DataFaultException">The row is too short.</exception>
    public string Read(ITableReader table, TableColumns columns, NumberNotation notation)
    {
        var field = Field(table, columns, Positions[0]);
        for (var index = 1; index < Positions.Count; index++)
        {
            var factor = Field(table, columns, Positions[index]);
            if (!notation.TryRead(field, out var product) || !notation.TryRead(factor, out var number))
            {
                return notation.TryRead(field, out _) ? factor : field;
            }

            // Decimals, so that 6 times 2.55 is 15.3; beyond their range doubles.
            var text = Math.Abs((double)product * (double)number) < Largest
                ? (product * number).ToString(CultureInfo.InvariantCulture)
                : ((double)product * (double)number).ToString("R", CultureInfo.InvariantCulture);
            field = text.Replace('.', notation.Decimal);
        }

        return field;
    }

    private static string Field(ITableReader table, TableColumns columns, int position) => position < table.Fields.Length ? table.Fields[position]
        : throw new DataFaultException($"the row has {CountText.Of(table.Fields.Length, "field")}, of {columns.Count} columns", "correct the line")
        {
            Line = table.Number, Column = columns.Names[position],
        };

    private static int Find(TableColumns columns, string column)
    {
        if (columns.IsAmbiguous(column))
        {
            throw new DataFaultException(
                $"the table has more than one column {column}", "name the one that is meant by its position, such as #3 for the third");
        }

        return columns.Find(column) is >= 0 and var position ? position
            : AlmostNamed(columns, column) is { } almost ? almost
            : throw new DataFaultException(
                $"the table has no column {column}{NearName.Hint(column, columns.Names)}",
                $"it has {string.Join(", ", columns.Names)}; #1 is the first")
            {
                Column = column,
            };
    }

    /// <summary>The one column whose name differs in capital letters alone; null where there is none, or several.</summary>
    private static int? AlmostNamed(TableColumns columns, string column)
    {
        int[] alike = [.. Enumerable.Range(0, columns.Count).Where(at => string.Equals(columns.Names[at], column, StringComparison.OrdinalIgnoreCase))];
        return alike is [var only] ? only : null;
    }
}
