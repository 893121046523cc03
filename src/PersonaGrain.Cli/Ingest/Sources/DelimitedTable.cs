using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using PersonaGrain.Cli.Mappings;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>Reads delimited tables with quoted fields (RFC 4180); a quoted field may span lines.</summary>
internal sealed class DelimitedTable : ITableReader, IDisposable
{
    /// <summary>The most characters of one field; a quote that is never closed would otherwise swallow the rest of the file.</summary>
    public const int MaximumField = 1 << 20;

    private readonly CsvParser _parser;
    private string[] _fields = [];
    private readonly long _leadingLines;
    private readonly bool _hasComments;
    private readonly char? _quote;
    private readonly char _delimiter;
    private long _lastLine;

    /// <summary>Reads a text with the given delimiter, which stands after the lines before the table.</summary>
    public DelimitedTable(TextReader text, char delimiter, TableFormat format, long leadingLines)
    {
        (_leadingLines, _lastLine) = (leadingLines, leadingLines);
        (_hasComments, _quote, _delimiter) = (format.Comment is not null, format.Quote, delimiter);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            Mode = format.Quote is null ? CsvMode.NoEscape : CsvMode.RFC4180,
            Quote = format.Quote ?? '"',
            Escape = format.Quote ?? '"',
            AllowComments = format.Comment is not null,
            Comment = format.Comment ?? '#',
            HasHeaderRecord = false,
            IgnoreBlankLines = false,
            MaxFieldSize = MaximumField,
            BadDataFound = _ => IsMalformed = true,
            BufferSize = 1 << 16,
        };
        _parser = new CsvParser(text, configuration, leaveOpen: true);
    }

    /// <inheritdoc />
    public long Number { get; private set; }

    /// <inheritdoc />
    public string Text { get; private set; } = string.Empty;

    /// <inheritdoc />
    public bool IsMalformed { get; private set; }

    /// <inheritdoc />
    public ReadOnlySpan<string> Fields => _fields.AsSpan(0, _parser.Count);

    /// <inheritdoc />
    public bool Read()
    {
        do
        {
            IsMalformed = false;
            if (!ReadRecord())
            {
                return false;
            }

            Number = FirstLine();
            Text = _parser.RawRecord.TrimEnd('\r', '\n');
            CheckQuotes();
            _lastLine = _leadingLines + _parser.RawRow;
        }
        while (_parser.Count == 1 && string.IsNullOrWhiteSpace(_parser[0]));

        if (_fields.Length < _parser.Count)
        {
            _fields = new string[_parser.Count];
        }

        for (var index = 0; index < _parser.Count; index++)
        {
            _fields[index] = _parser[index];
        }

        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _parser.Dispose();

    /// <summary>The line at which the record begins. Where comments may stand before it, only its end tells.</summary>
    private long FirstLine()
    {
        if (!_hasComments)
        {
            return _lastLine + 1;
        }

        var breaks = 0;
        for (var index = 0; index < _parser.Count; index++)
        {
            breaks += _parser[index].AsSpan().Count('\n');
        }

        return _leadingLines + _parser.RawRow - breaks;
    }

    /// <summary>A record that a stray quote makes of many is no odd line but the loss of all of them, so reading ends there.</summary>
    private void CheckQuotes()
    {
        if (_quote is { } quote && Text.AsSpan().ContainsAny('\r', '\n') && QuoteCheck.FindOpen(Text, quote, _delimiter) is { } line)
        {
            throw new InputFaultException(
                $"the quote that opens a field at line {Number + line} is not closed as it should be, and takes in "
                + $"{QuoteCheck.LineEnds(Text) - line:N0} lines after it",
                "correct the file there (a quote inside a quoted field is doubled); where quotes are text in this table, "
                + "write \"format\": { \"quote\": \"none\" } in the mapping; then run it again");
        }
    }

    private bool ReadRecord()
    {
        try
        {
            return _parser.Read();
        }
        catch (MaxFieldSizeException)
        {
            throw new InputFaultException(
                $"the record at line {_lastLine + 1} has a field of more than {MaximumField:N0} characters",
                "look for a quote that is never closed, or whether the mapping's format is the file's");
        }
    }
}
