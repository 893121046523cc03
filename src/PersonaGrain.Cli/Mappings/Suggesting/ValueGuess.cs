namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>Guesses what a row is worth: a column that holds an amount, else a price times a quantity, else a price.</summary>
internal static class ValueGuess
{
    private static readonly string[] Amounts =
        ["revenue", "total", "amount", "order_total", "value", "sum", "dollar_value", "sales", "spend", "paid", "betrag", "umsatz", "summe"];

    private static readonly string[] Prices = ["unit_price", "price", "einzelpreis", "preis"];
    private static readonly string[] Quantities = ["quantity", "qty", "units", "pieces", "menge", "anzahl", "stueck"];

    /// <summary>The columns whose product it is; empty where there are none.</summary>
    public static IReadOnlyList<ColumnSample> Of(IReadOnlyList<ColumnSample> columns, NumberNotation numbers)
    {
        var numeric = columns.Where(column => !column.IsConstant && NumberGuess.Is(column, numbers)).ToList();
        if (Best(numeric.Where(static column => column.Fits(Prices) == 0), Amounts) is { } amount)
        {
            return [amount];
        }

        if (Best(numeric, Prices) is { } price)
        {
            return IsOfAll(price) || Best(numeric, Quantities) is not { } quantity ? [price] : [quantity, price];
        }

        // Where no column has a name, the only one with decimals is one of money, most likely.
        return columns.All(static column => column.Title.Length == 0) && numeric.Where(column => HasDecimals(column, numbers)).ToList() is [var only] ? [only] : [];
    }

    private static bool IsOfAll(ColumnSample price) => price.Fits(["total", "sum"]) > 0;

    private static bool HasDecimals(ColumnSample column, NumberNotation numbers) => column.Texts.Any(text => text.Contains(numbers.Decimal, StringComparison.Ordinal));

    private static ColumnSample? Best(IEnumerable<ColumnSample> columns, string[] words) =>
        columns.Where(column => column.Fits(words) > 0).MaxBy(column => column.Fits(words));
}
