namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>Guesses the column that says whom a row is about: by its name, and never one that says the same in every row.</summary>
internal static class ProfileGuess
{
    private static readonly string[] Words =
        ["customer_id", "user_id", "visitor_id", "client_id", "member_id", "profile_id", "person_id", "contact_id", "account_id", "buyer_id", "customer",
         "user", "visitor", "client", "member", "profile", "person", "contact", "buyer", "who", "kunde", "kundennummer", "email", "e_mail", "mail", "anonymous_id"];

    private static readonly string[] Things =
        ["order", "invoice", "transaction", "event", "message", "product", "item", "category", "session", "campaign", "store", "shop", "page"];

    /// <summary>The column; null where none is left.</summary>
    public static ColumnSample? Of(IReadOnlyList<ColumnSample> columns)
    {
        var telling = columns.Where(static column => !column.IsConstant && column.Texts.Count > 0).ToList();
        return telling.Where(static column => Rank(column) > 0).MaxBy(static column => (Rank(column), column.Fits(Words))) ?? telling.Find(static column => column.IsFull);
    }

    private static int Rank(ColumnSample column)
    {
        var title = SnakeCase.Of(column.Title);
        var isOfPerson = column.Fits(Words) > 0;
        var isId = title == "id" || title.EndsWith("_id", StringComparison.Ordinal);
        return isOfPerson && (isId || Words.Contains(title)) ? 4
            : isOfPerson && Words.Any(word => title.StartsWith(word + "_", StringComparison.Ordinal)) ? 3
            : isId && !Things.Any(thing => title.Contains(thing, StringComparison.Ordinal)) ? 2
            : isOfPerson ? 1
            : 0;
    }
}
