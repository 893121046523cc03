using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads <c>format</c>: the dialect of a table. What it leaves out is found by looking at the file, or is what is usual.</summary>
internal static class FormatReader
{
    private const int MaximumSkipLines = 10_000;

    private static readonly Dictionary<string, char> Delimiters = new(StringComparer.Ordinal)
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["tab"] = '\t',
        ["pipe"] = '|',
        ["blanks"] = TableFormat.Blanks,
    };

    /// <summary>The word for a delimiter, or the character itself where there is none.</summary>
    public static string Word(char delimiter)
    {
        foreach (var (word, character) in Delimiters)
        {
            if (character == delimiter)
            {
                return word;
            }
        }

        return delimiter.ToString();
    }

    /// <summary>Reads a format.</summary>
    public static TableFormat Read(Node node)
    {
        var fields = Fields.Of(node, "format", "separated", "quote", "comment", "skipLines", "header", "columns");
        return new TableFormat
        {
            Delimiter = fields.Optional("separated") is { } separated ? ReadDelimiter(separated) : null,
            Quote = fields.Optional("quote") is { } quote ? ReadQuote(quote) : '"',
            Comment = fields.Optional("comment") is { } comment ? ReadCharacter(comment, "the character that comments begin with") : null,
            SkipLines = (int)(fields.Optional("skipLines")?.Number("skipLines", 0, MaximumSkipLines, whole: true) ?? 0),
            Header = fields.Optional("header")?.Truth("header") ?? true,
            Columns = MappingText.Columns(fields, "columns", "the columns, in the order of the file,"),
        };
    }

    private static char? ReadDelimiter(Node node)
    {
        var text = node.Text("separated");
        if (text is null or { Length: 1 } and not "\"")
        {
            return text?[0];
        }

        if (Delimiters.TryGetValue(text, out var delimiter))
        {
            return delimiter;
        }

        node.Fault($"write one of {string.Join(", ", Delimiters.Keys)}, or the character itself");
        return null;
    }

    private static char? ReadQuote(Node node) => node.Text("quote") == "none" ? null : ReadCharacter(node, "the quote, or \"none\",");

    private static char? ReadCharacter(Node node, string what)
    {
        if (node.Text(what) is { Length: 1 } text)
        {
            return text[0];
        }

        node.Fault($"write {what} as one character");
        return null;
    }
}
