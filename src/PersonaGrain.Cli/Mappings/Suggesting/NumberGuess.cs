namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>Guesses how a table writes numbers.</summary>
internal static class NumberGuess
{
    private static readonly NumberNotation[] Notations =
        [NumberNotation.Plain, new('.', ','), new(',', null), new(',', '.'), new(',', ' '), new('.', ' '), new('.', '\'')];

    /// <summary>The notation under which the most columns are numbers; the plain one where several are as good.</summary>
    public static NumberNotation Of(IEnumerable<ColumnSample> columns)
    {
        var numeric = columns.Where(static column => Notations.Any(notation => Is(column, notation))).ToList();
        return Notations.MaxBy(notation => numeric.Count(column => Is(column, notation)))!;
    }

    /// <summary>Whether a column holds numbers of a notation. Digits after a zero are an id or a code, not a number.</summary>
    public static bool Is(ColumnSample column, NumberNotation notation) =>
        column.All(text => notation.TryRead(text, out _) && !(text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1])));
}
