namespace PersonaGrain.Cli.Mappings;

/// <summary>How a time is written.</summary>
internal enum TimeNotation
{
    /// <summary>ISO 8601.</summary>
    Iso,

    /// <summary>Whole or broken seconds since 1970.</summary>
    UnixSeconds,

    /// <summary>Milliseconds since 1970.</summary>
    UnixMilliseconds,

    /// <summary>A pattern of .NET's custom date and time formats, such as <c>yyyyMMdd</c>.</summary>
    Pattern,

    /// <summary>Days since 1899-12-30, with the time of day as a fraction: what spreadsheets hold behind a date.</summary>
    Excel,
}

/// <summary>How a time is written, with its pattern where it has one. <c>default</c> is ISO 8601.</summary>
/// <param name="Notation">How.</param>
/// <param name="Pattern">The pattern, for <see cref="TimeNotation.Pattern"/>.</param>
internal readonly record struct TimeForm(TimeNotation Notation, string? Pattern = null)
{
    /// <summary>What may be written, for messages.</summary>
    public const string Forms = "\"iso\", \"unixSeconds\", \"unixMilliseconds\", \"excel\", or a pattern such as \"yyyyMMdd\"";

    private static readonly (string Name, TimeNotation Notation)[] Named =
    [
        ("iso", TimeNotation.Iso), ("unixSeconds", TimeNotation.UnixSeconds),
        ("unixMilliseconds", TimeNotation.UnixMilliseconds), ("excel", TimeNotation.Excel),
    ];

    /// <summary>The pattern says itself that its times are UTC, as <c>yyyy-MM-dd HH:mm:ss 'UTC'</c> does.</summary>
    public bool IsUtc => Pattern is not null && (Pattern.EndsWith("'UTC'", StringComparison.Ordinal) || Pattern.EndsWith("'Z'", StringComparison.Ordinal));

    /// <summary>The form of a text in a mapping: a name, else a pattern.</summary>
    public static TimeForm Of(string text)
    {
        foreach (var (name, notation) in Named)
        {
            if (name == text)
            {
                return new TimeForm(notation);
            }
        }

        return text.Length == 0 ? default : new TimeForm(TimeNotation.Pattern, text);
    }

    /// <summary>The form as it is written in a mapping.</summary>
    public override string ToString()
    {
        var notation = Notation;
        return Pattern ?? Array.Find(Named, named => named.Notation == notation).Name;
    }
}
