using PersonaGrain.Cli.Mappings;
using PersonaGrain.Identities;
using PersonaGrain.Signals;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>The lines of a table, mapped to observations.</summary>
internal static class TableSource
{
    private static readonly SignalFault Malformed = new(
        "malformed_line", "line", "a quote stands where none may; double quotes inside a quoted field, and quote fields that hold quotes");

    /// <summary>Reads the lines of a table in order; the header is not among them.</summary>
    /// <exception cref="InputFaultException">The table can not be read on, or its first times can not be what they seem.</exception>
    public static IEnumerable<SourceLine> Read(TextReader text, MappingDocument mapping, TableDialect dialect, IdentityKinds kinds)
    {
        var times = new FirstTimes(mapping);
        foreach (var line in times.Checked(Rows(text, mapping, dialect, kinds)))
        {
            yield return line;
        }
    }

    private static IEnumerable<SourceLine> Rows(TextReader text, MappingDocument mapping, TableDialect dialect, IdentityKinds kinds)
    {
        for (var line = 0; line < dialect.LeadingLines; line++)
        {
            text.ReadLine();
        }

        var table = dialect.Open(text);
        using var owned = table as IDisposable;
        if ((dialect.Columns.Count == 0 || dialect.Format.Header) && !table.Read())
        {
            yield break;
        }

        if (dialect.Columns.Count == 0)
        {
            throw new InputFaultException($"the first record, at line {table.Number}, is too long to hold the columns", "correct the file, or \"skipLines\" in the mapping");
        }

        var mapper = new RowMapper(mapping, dialect.Columns, kinds);
        while (table.Read())
        {
            var row = table.IsMalformed ? MappedRow.Rejected(Malformed) : mapper.Map(table.Fields);
            yield return new SourceLine(table.Number, table.Text, row.Observation, row.Fault) { Notes = row.Notes };
        }
    }
}
