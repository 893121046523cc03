namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>Reads tables whose fields are separated by runs of blanks, one record a line.</summary>
/// <param name="text">The text, after the lines before the table.</param>
/// <param name="leadingLines">How many lines stand before the table.</param>
internal sealed class BlankSeparatedTable(TextReader text, long leadingLines) : ITableReader
{
    private string[] _fields = [];
    private long _lines = leadingLines;

    /// <inheritdoc />
    public long Number => _lines;

    /// <inheritdoc />
    public string Text { get; private set; } = string.Empty;

    /// <inheritdoc />
    public bool IsMalformed => false;

    /// <inheritdoc />
    public ReadOnlySpan<string> Fields => _fields;

    /// <inheritdoc />
    public bool Read()
    {
        while (text.ReadLine() is { } line)
        {
            _lines++;
            _fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (_fields.Length > 0)
            {
                Text = line;
                return true;
            }
        }

        return false;
    }
}
