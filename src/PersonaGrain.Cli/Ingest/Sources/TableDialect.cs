using PersonaGrain.Cli.Mappings;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>How one table is read: what its mapping says, and what was found by looking at the file.</summary>
internal sealed record TableDialect
{
    /// <summary>The character between fields, or <see cref="TableFormat.Blanks"/>.</summary>
    public required char Delimiter { get; init; }

    /// <summary>Where the delimiter is known from.</summary>
    public required string DelimiterFrom { get; init; }

    /// <summary>Lines before the header, or before the first record.</summary>
    public required int LeadingLines { get; init; }

    /// <summary>The columns; none where the file is empty.</summary>
    public required TableColumns Columns { get; init; }

    /// <summary>The format of the mapping.</summary>
    public required TableFormat Format { get; init; }

    /// <summary>A reader of the text, which stands after the leading lines.</summary>
    public ITableReader Open(TextReader text) => Delimiter == TableFormat.Blanks
        ? new BlankSeparatedTable(text, LeadingLines)
        : new DelimitedTable(text, Delimiter, Format, LeadingLines);

    /// <summary>The dialect in words.</summary>
    public override string ToString()
    {
        var header = Format.Header ? "a header" : "no header";
        var leading = LeadingLines == 0 ? string.Empty : $" after {LeadingLines} other {(LeadingLines == 1 ? "line" : "lines")}";
        return $"{Columns.Count} columns, separated by {FormatReader.Word(Delimiter)} ({DelimiterFrom}), {header}{leading}";
    }
}
