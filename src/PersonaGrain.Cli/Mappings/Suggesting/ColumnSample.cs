namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>One column of a table as its first rows show it.</summary>
/// <param name="Name">How a mapping names it: by its name, or by its position where the name is missing or not its own.</param>
/// <param name="Title">Its name in the file; empty where it has none.</param>
/// <param name="Texts">Its fields in the first rows, without blanks around them; empty ones and <paramref name="Placeholders"/> are left out.</param>
/// <param name="Rows">How many rows were looked at.</param>
/// <param name="Placeholders">The different texts in it that stand for nothing, such as <c>n/a</c>.</param>
internal sealed record ColumnSample(string Name, string Title, IReadOnlyList<string> Texts, int Rows, IReadOnlyList<string> Placeholders)
{
    private static readonly string[] Nothing = ["n/a", "na", "nan", "null", "none", "nil", "-", "--", "?", "\\N", "#N/A", "unknown"];

    /// <summary>A column of some fields.</summary>
    public static ColumnSample Of(string name, string title, IEnumerable<string> fields, int rows)
    {
        var texts = fields.Select(static field => field.Trim()).Where(static text => text.Length > 0).ToLookup(static text => Nothing.Contains(text, StringComparer.OrdinalIgnoreCase));
        return new ColumnSample(name, title, [.. texts[false]], rows, [.. texts[true].Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Different texts.</summary>
    public int Different { get; } = Texts.Distinct(StringComparer.Ordinal).Count();

    /// <summary>Every row has a text.</summary>
    public bool IsFull => Rows > 0 && Texts.Count == Rows;

    /// <summary>Every row has a text of its own.</summary>
    public bool IsUnique => IsFull && Different == Rows;

    /// <summary>It says the same in every row, or nothing, and so tells nobody from another. One row alone shows nothing.</summary>
    public bool IsConstant => Rows > 1 && Different < 2;

    /// <summary>Whether every text passes a test, and there is one.</summary>
    public bool All(Func<string, bool> test) => Texts.Count > 0 && Texts.All(test);

    /// <summary>How well the title goes with some words, the first the best; 0 where it has none of them.</summary>
    public int Fits(IReadOnlyList<string> words)
    {
        var title = SnakeCase.Of(Title);
        for (var index = 0; index < words.Count; index++)
        {
            if (title == words[index])
            {
                return 2 * (words.Count - index);
            }
        }

        for (var index = 0; index < words.Count; index++)
        {
            if (("_" + title + "_").Contains("_" + words[index] + "_", StringComparison.Ordinal))
            {
                return words.Count - index;
            }
        }

        return 0;
    }
}
