using PersonaGrain.Cli.Mappings;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>Finds how a table is read by looking at its beginning: what the mapping says comes first, then a line <c>sep=;</c>, then what fits best.</summary>
internal static class DialectFinder
{
    private const int Looked = 20;
    private static readonly char[] Usual = [',', ';', '\t', '|'];

    /// <summary>The dialect of a table.</summary>
    /// <param name="head">The beginning of the table's text.</param>
    /// <param name="mapping">What is to be read of it.</param>
    /// <exception cref="InputFaultException">The table does not have the columns that the mapping reads, or has one of them twice.</exception>
    public static TableDialect Find(string head, MappingDocument mapping)
    {
        var dialect = Look(head, mapping.Format, mapping);
        if (dialect.Columns.Count > 0)
        {
            CheckColumns(dialect.Columns, mapping);
        }

        return dialect;
    }

    /// <summary>The dialect that fits a table best.</summary>
    /// <param name="head">The beginning of the table's text.</param>
    /// <param name="format">What is known.</param>
    /// <param name="mapping">What is to be read of it, or null where nobody has said so yet.</param>
    /// <remarks>Blanks separate only where nothing else does, and every line has as many fields.</remarks>
    public static TableDialect Look(string head, TableFormat format, MappingDocument? mapping)
    {
        var leading = format.SkipLines;
        var rest = After(head, leading);
        var named = NamedDelimiter(rest);
        if (named is not null)
        {
            leading++;
            rest = After(rest, 1);
        }

        var (candidates, from) = format.Delimiter is { } given ? ([given], "by the mapping")
            : named is { } word ? ([word], "by its first line")
            : (Usual, "found");
        var best = candidates
            .Select(TryDelimiter)
            .MinBy(tried => (mapping is null ? 0 : MappingColumns.Missing(mapping, tried.Dialect.Columns).Count(), -tried.Fitting));
        return from == "found" && best.Dialect.Columns.Count == 1 && TryDelimiter(TableFormat.Blanks) is { Fitting: > 1 } blanks && blanks.Fitting == blanks.Records
            ? blanks.Dialect
            : best.Dialect;

        (TableDialect Dialect, int Fitting, int Records) TryDelimiter(char delimiter) => Try(rest, new TableDialect
        {
            Delimiter = delimiter, DelimiterFrom = from, LeadingLines = leading, Columns = new TableColumns([]), Format = format,
        });
    }

    /// <summary>How many of the first records have as many fields as there are columns, where there is more than one.</summary>
    private static (TableDialect Dialect, int Fitting, int Records) Try(string rest, TableDialect dialect)
    {
        var records = Records(rest, dialect);
        if (records.Count == 0)
        {
            return (dialect, 0, 0);
        }

        var format = dialect.Format;
        var columns = format.Columns.Count > 0 ? new TableColumns(format.Columns)
            : format.Header ? new TableColumns([.. records[0].Select(static name => name.Trim())])
            : TableColumns.Unnamed(records[0].Length);
        var fitting = columns.Count < 2 ? 0 : records.Count(record => record.Length == columns.Count);
        return (dialect with { Columns = columns }, fitting, records.Count);
    }

    private static List<string[]> Records(string rest, TableDialect dialect)
    {
        var records = new List<string[]>();
        var table = dialect.Open(new StringReader(rest));
        using var owned = table as IDisposable;
        try
        {
            while (records.Count < Looked && table.Read())
            {
                records.Add(table.Fields.ToArray());
            }
        }
        catch (InputFaultException)
        {
            // A quote that is never closed is told when the table itself is read, with its line.
        }

        return records;
    }

    /// <summary>The delimiter of a line such as <c>sep=;</c>, which spreadsheets write and read.</summary>
    private static char? NamedDelimiter(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        line = line.Length == 7 && line[0] == '"' && line[^1] == '"' ? line[1..^1] : line;
        return line.Length == 5 && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) ? line[4] : null;
    }

    private static string After(string text, int lines)
    {
        var start = 0;
        for (var line = 0; line < lines; line++)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0)
            {
                return string.Empty;
            }

            start = end + 1;
        }

        return text[start..];
    }

    private static void CheckColumns(TableColumns columns, MappingDocument mapping)
    {
        var missing = MappingColumns.Missing(mapping, columns).Select(static named => $"{named.Column} ({named.Path})").ToList();
        if (missing.Count > 0)
        {
            throw new InputFaultException(
                $"the table has no column {string.Join(", ", missing)}; it has {string.Join(", ", columns.Names)}",
                $"use the mapping of this file, or correct '{mapping.Name}'");
        }

        var ambiguous = MappingColumns.Ambiguous(mapping, columns).Select(static named => $"{named.Column} ({named.Path})").ToList();
        if (ambiguous.Count > 0)
        {
            throw new InputFaultException(
                $"the table has more than one column {string.Join(", ", ambiguous)}",
                "name the one that is meant by its position in the mapping, such as \"#3\" for the third");
        }
    }
}
