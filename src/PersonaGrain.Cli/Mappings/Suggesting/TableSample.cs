using PersonaGrain.Cli.Ingest.Sources;

namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>The columns of a table as its first rows show them.</summary>
internal static class TableSample
{
    private const int Looked = 1_000;

    /// <summary>How a table is cut into fields, and its columns; none where it has no rows.</summary>
    /// <param name="head">The beginning of its text.</param>
    public static (TableDialect Dialect, IReadOnlyList<ColumnSample> Columns) Of(string head)
    {
        var dialect = DialectFinder.Look(head, new TableFormat(), mapping: null);
        var rows = Rows(head, dialect);
        if (rows.Count == 0)
        {
            return (dialect, []);
        }

        // A first row that holds numbers or times is none that names columns.
        var isHeader = !rows[0].Any(static field => IsDatum(field.Trim()));
        var titles = isHeader ? Array.ConvertAll(rows[0], static title => title.Trim()) : new string[rows[0].Length];
        if (isHeader)
        {
            rows.RemoveAt(0);
        }

        var columns = Enumerable.Range(0, titles.Length).Select(index => Column(titles, index, rows)).ToList();
        return (dialect with { Format = dialect.Format with { Header = isHeader } }, rows.Count == 0 ? [] : columns);
    }

    private static List<string[]> Rows(string head, TableDialect dialect)
    {
        var text = new StringReader(head);
        for (var line = 0; line < dialect.LeadingLines; line++)
        {
            text.ReadLine();
        }

        var table = dialect.Open(text);
        using var owned = table as IDisposable;
        var rows = new List<string[]>();
        try
        {
            while (rows.Count <= Looked && table.Read())
            {
                rows.Add(table.Fields.ToArray());
            }
        }
        catch (InputFaultException) when (rows.Count > 1)
        {
            // The beginning of a file may end inside a quoted field. A stray quote is told when the table itself is read.
        }

        return rows;
    }

    private static ColumnSample Column(string[] titles, int index, List<string[]> rows)
    {
        var title = titles[index] ?? string.Empty;
        var isOwn = title.Length > 0 && titles.Count(other => other == title) == 1;
        return ColumnSample.Of(isOwn ? title : $"#{index + 1}", title, rows.Where(row => index < row.Length).Select(row => row[index]), rows.Count);
    }

    private static bool IsDatum(string text)
    {
        var column = ColumnSample.Of("#1", string.Empty, [text], 1);
        return NumberGuess.Is(column, NumberGuess.Of([column])) || TimeGuess.Of(column) is not null;
    }
}
