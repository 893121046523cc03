namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>What each column of a table probably is.</summary>
internal sealed record MappingSuggestion
{
    private static readonly string[] TimeWords =
        ["timestamp", "event_time", "occurred_at", "ordered_at", "created_at", "time", "datetime", "date_time", "order_date", "invoice_date", "date", "at",
         "when", "created", "day", "datum", "zeit"];

    private static readonly string[] TypeWords = ["event_type", "event_name", "event", "type", "action", "activity", "kind"];
    private static readonly string[] ValueWords = ["revenue", "total", "amount", "value", "order_total", "price", "sum", "dollar_value", "betrag", "umsatz", "preis"];
    private static readonly string[] IdWords = ["message_id", "event_id", "order_id", "invoice_id", "transaction_id", "id", "order", "invoice", "number", "no"];

    /// <summary>The column of the profile's id.</summary>
    public required ColumnSample Profile { get; init; }

    /// <summary>The column of the time.</summary>
    public required ColumnSample Time { get; init; }

    /// <summary>How the times are written.</summary>
    public required TimeGuess Times { get; init; }

    /// <summary>The column of the type, or null where every row is of one.</summary>
    public ColumnSample? Type { get; init; }

    /// <summary>The column of the value, or null.</summary>
    public ColumnSample? Value { get; init; }

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
        var value = Best(rest.Where(column => column != type && NumberGuess.Is(column, numbers)), ValueWords);
        return new MappingSuggestion
        {
            Profile = profile,
            Time = time,
            Times = times!.Value,
            Type = type,
            Value = value,
            Id = Best(rest.Where(column => column != value && column.IsUnique), IdWords),
            Numbers = numbers,
            Columns = columns,
        };
    }

    private static ColumnSample? Best(IEnumerable<ColumnSample> columns, string[] words) =>
        columns.Where(column => column.Fits(words) > 0).MaxBy(column => column.Fits(words));
}
