using System.Globalization;
using System.Text;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Mappings;

namespace PersonaGrain.Cli.Fitting.Tables;

/// <summary>Reads the columns of a table that a fit needs.</summary>
internal static class FitTable
{
    /// <summary>Reads a table, plain or gzipped; how it is cut into fields is found by looking.</summary>
    /// <param name="path">Where the content is.</param>
    /// <param name="request">What is to be read.</param>
    /// <exception cref="DataFaultException">A column is not there, a line can not be cut into fields, or there are no rows.</exception>
    /// <exception cref="InputFaultException">The file is damaged, or of another kind.</exception>
    public static TableFields Read(string path, TableRequest request)
    {
        var (head, encoding) = Head(path);
        if (string.IsNullOrWhiteSpace(head))
        {
            throw new DataFaultException("the file is empty", "give a file with a line that names the columns, and rows below it");
        }

        var dialect = DialectFinder.Look(head, new TableFormat { Header = request.HasHeader }, mapping: null);
        var sources = request.Columns.Select(column => ColumnSource.Of(dialect.Columns, column)).ToArray();
        var filters = request.Where.Select(filter => (Filter: filter, Source: ColumnSource.Of(dialect.Columns, filter.Column))).ToArray();
        using var file = new InputFile(path);
        using var text = InputText.Open(file.Content, encoding);
        var (rows, dropped) = (new List<TableRow>(), 0);
        try
        {
            foreach (var row in Rows(text, dialect, request, sources, filters))
            {
                if (row is not { } taken || (request.DropsMissing && Array.Exists(taken.Fields, MissingValue.Is)))
                {
                    dropped++;
                }
                else
                {
                    rows.Add(taken);
                }
            }
        }
        catch (InvalidDataException fault)
        {
            throw file.Damaged(fault, rows.Count);
        }
        catch (DecoderFallbackException)
        {
            throw InputText.Invalid(path, encoding);
        }

        return rows.Count > 0 ? new TableFields(request.Columns, rows) { Notation = request.Notation, Dropped = dropped }
            : throw new DataFaultException(
                dropped > 0 ? $"each row lacks a value, and is left out by --missing drop ({dropped:N0})" : filters.Length > 0 ? "no row is left by --where" : "the table has no rows", "give a table with rows below the line that names the columns") { Dropped = dropped };
    }

    /// <summary>The rows that filters take; null for one in which a filter has nothing to compare, and that is to be left out.</summary>
    private static IEnumerable<TableRow?> Rows(
        TextReader text, TableDialect dialect, TableRequest request, ColumnSource[] sources, (RowFilter Filter, ColumnSource Source)[] filters)
    {
        var notation = request.Notation;
        for (var line = 0; line < dialect.LeadingLines; line++)
        {
            text.ReadLine();
        }

        var table = dialect.Open(text);
        using var owned = table as IDisposable;
        if (dialect.Format.Header)
        {
            table.Read();
        }

        while (table.Read())
        {
            if (table.IsMalformed)
            {
                throw new DataFaultException("a quote stands where none may",
                    "double quotes inside a quoted field, and quote fields that hold quotes") { Line = table.Number };
            }

            if (Takes(table, dialect.Columns, request, filters) is not false and var takes)
            {
                yield return takes is null ? null : new TableRow(table.Number, Array.ConvertAll(sources, source => source.Read(table, dialect.Columns, notation)));
            }
        }
    }

    /// <summary>Whether all filters take a row; null where those that have something to compare do, another has nothing, and such rows are left out.</summary>
    private static bool? Takes(ITableReader table, TableColumns columns, TableRequest request, (RowFilter Filter, ColumnSource Source)[] filters)
    {
        var isMissing = false;
        foreach (var (filter, source) in filters)
        {
            var field = source.Read(table, columns, request.Notation);
            if (request.DropsMissing && MissingValue.Is(field))
            {
                isMissing = true;
            }
            else if (!filter.Takes(Comparable(field, request.Notation), table.Number))
            {
                return false;
            }
        }

        return isMissing ? null : true;
    }

    /// <summary>A field as filters compare it: numbers with a point.</summary>
    private static string Comparable(string field, NumberNotation notation) =>
        notation != NumberNotation.Plain && notation.TryRead(field, out var number) ? number.ToString(CultureInfo.InvariantCulture) : field;

    /// <summary>The beginning of the file in UTF-8; where it is not that, in the encoding that Western European programs mostly write.</summary>
    private static (string Head, Encoding? Encoding) Head(string path)
    {
        try
        {
            return (InputText.Head(path, encoding: null), null);
        }
        catch (InputFaultException) when (FileEncodings.Find("windows-1252") is { } western)
        {
            return (InputText.Head(path, western), western);
        }
    }
}
