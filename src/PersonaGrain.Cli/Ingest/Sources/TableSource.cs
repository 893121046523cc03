using PersonaGrain.Cli.Mappings;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>The lines of a table, mapped to observations.</summary>
internal static class TableSource
{
    private static readonly SignalFault Malformed = new(
        "malformed_line", "line", "a quote stands where none may; double quotes inside a quoted field, and quote fields that hold quotes");

    /// <summary>Reads the lines of a table in order; the header is not among them.</summary>
    /// <exception cref="InputFaultException">The table does not have the columns that the mapping reads.</exception>
    public static IEnumerable<SourceLine> Read(TextReader text, MappingDocument mapping)
    {
        using var delimited = mapping.Format.Delimiter is { } delimiter ? new DelimitedTable(text, delimiter) : null;
        ITableReader table = delimited is not null ? delimited : new BlankSeparatedTable(text);
        var columns = Columns(table, mapping);
        if (columns.Count == 0)
        {
            yield break;
        }

        var mapper = new RowMapper(mapping, columns);
        while (table.Read())
        {
            var row = table.IsMalformed ? new MappedRow(null, Malformed) : mapper.Map(table.Fields);
            yield return new SourceLine(table.Number, table.Text, row.Observation, row.Fault);
        }
    }

    private static IReadOnlyList<string> Columns(ITableReader table, MappingDocument mapping)
    {
        string[] header = [];
        if (mapping.Format.Header)
        {
            if (!table.Read())
            {
                return [];
            }

            header = Array.ConvertAll(table.Fields.ToArray(), name => name.Trim());
        }

        var columns = mapping.Format.Columns.Count > 0 ? mapping.Format.Columns : header;
        var missing = MappingColumns.Missing(mapping, columns.ToHashSet(StringComparer.Ordinal))
            .Select(named => $"{named.Column} ({named.Path})").ToList();
        return missing.Count == 0 ? columns : throw new InputFaultException(
            $"the table has no column {string.Join(", ", missing)}; it has {string.Join(", ", columns)}",
            $"use the mapping of this file, or correct '{mapping.Name}'");
    }
}
