namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>Looks at a record of several lines whether its quotes hold them together as they should: a quote that stands there by mistake takes in the lines after it.</summary>
internal static class QuoteCheck
{
    /// <summary>
    /// How many lines after the record's first the field begins whose quote is not closed, or is closed in front of something else than a delimiter or a
    /// line end; null where there is no such field.
    /// </summary>
    public static int? FindOpen(ReadOnlySpan<char> record, char quote, char delimiter)
    {
        var (position, line) = (0, 0);
        while (position < record.Length)
        {
            if (record[position] == quote)
            {
                var end = End(record, position, quote);
                if (end < 0 || (end < record.Length && record[end] != delimiter && record[end] is not ('\r' or '\n')))
                {
                    return line;
                }

                line += LineEnds(record[position..end]);
                position = end;
            }
            else
            {
                var length = record[position..].IndexOfAny(delimiter, '\r', '\n');
                position = length < 0 ? record.Length : position + length;
            }

            position++;
        }

        return null;
    }

    /// <summary>Line ends of a text, of any of the three kinds.</summary>
    public static int LineEnds(ReadOnlySpan<char> text) => text.Count('\n') + text.Count('\r') - text.Count("\r\n");

    /// <summary>The position after the quote that closes a field; negative where none does.</summary>
    private static int End(ReadOnlySpan<char> record, int start, char quote)
    {
        for (var position = start + 1; position < record.Length; position++)
        {
            if (record[position] != quote)
            {
                continue;
            }

            position++;
            if (position == record.Length || record[position] != quote)
            {
                return position;
            }
        }

        return -1;
    }
}
