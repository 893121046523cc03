namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>What each column of a table probably is.</summary>
internal sealed record MappingSuggestion
{
    private static readonly string[] TimeWords =
        ["timestamp", "event_time", "occurred_at", "ordered_at", "created_at", "time", "datetime", "date_time", "order_date", "invoice_date", "date", "at",
         "when", "created", "day", "datum", "zeit"];

    private static readonly string[] TypeWords = ["event_type", "event_name", "event", "type", "action", "activity", "kind"];
    private static readonly string[] OrderWords =
        ["order", "order_id", "invoice", "purchase", "transaction", "sale", "sales", "basket", "checkout", "bestellung", "rechnung"];
    private static readonly string[] IdWords = ["message_id", "event_id", "order_id", "invoice_id", "transaction_id", "id", "order", "invoice", "number", "no"];

    /// <summary>The column of the profile's id.</summary>
    public required ColumnSample Profile { get; init; }

    /// <summary>The column of the time.</summary>
    public required ColumnSample Time { get; init; }

    /// <summary>How the times are written.</summary>
    public required TimeGuess Times { get; init; }

    /// <summary>The column of the type, or null where every row is of one.</summary>
    public ColumnSample? Type { get; init; }

    /// <summary>The columns whose product is the value; empty for none.</summary>
    public IReadOnlyList<ColumnSample> Value { get; init; } = [];

    /// <summary>The rows are orders, or lines of orders, as far as the columns' names say.</summary>
    public bool IsOfOrders => Value.Count > 0 || Columns.Any(static column => !column.IsConstant && column.Fits(OrderWords) > 0);

    /// <summary>The column that tells one row from another, or null where no single one does.</summary>
    public ColumnSample? Id { get; init; }

    /// <summary>How numbers are written.</summary>
    public required NumberNotation Numbers { get; init; }

    /// <summary>All columns.</summary>
    public required IReadOnlyList<ColumnSample> Columns { get; init; }

    /// <summary>A suggestion for a table; null where no column can be the time, or none is left for the profile.</summary>
    public static MappingSuggestion? Of(IReadOnlyList<ColumnSample> columns)
    {
        var timed = columns.Select(static column => (Column: column, Guess: TimeGuess.Of(column))).Where(static timed => timed.Guess is not null).ToList();
        if (timed.Count == 0)
        {
            return null;
        }

        var (time, times) = timed.MaxBy(static timed => (timed.Column.IsFull, timed.Column.Fits(TimeWords)));
        var rest = columns.Where(column => column != time).ToList();
        var profile = ProfileGuess.Of(rest);
        if (profile is null)
        {
            return null;
        }

        rest.Remove(profile);
        var numbers = NumberGuess.Of(columns);
        var type = Best(rest.Where(static column => column.IsFull && column.Different <= 50), TypeWords);
        var value = ValueGuess.Of([.. rest.Where(column => column != type)], numbers);
        return new MappingSuggestion
        {
            Profile = profile,
            Time = time,
            Times = times!.Value,
            Type = type,
            Value = value,
            Id = Best(rest.Where(column => !value.Contains(column) && column.IsUnique), IdWords),
            Numbers = numbers,
            Columns = columns,
        };
    }

    private static ColumnSample? Best(IEnumerable<ColumnSample> columns, string[] words) =>
        columns.Where(column => column.Fits(words) > 0).MaxBy(column => column.Fits(words));
}
