namespace PersonaGrain.Cli.Mappings;

/// <summary>How the lines of a table become signals, as its author wrote it and found free of faults.</summary>
internal sealed record MappingDocument
{
    /// <summary>The mapping's name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>How a line is cut into fields.</summary>
    public required TableFormat Format { get; init; }

    /// <summary>The column that holds the profile's id.</summary>
    public required string Profile { get; init; }

    /// <summary>Where the signal's type comes from.</summary>
    public required TypeSource Type { get; init; }

    /// <summary>Where the signal's time comes from.</summary>
    public required TimeSource Time { get; init; }

    /// <summary>The numeric columns whose product is the signal's value; empty for no value.</summary>
    public IReadOnlyList<string> Value { get; init; } = [];

    /// <summary>The signal's attributes.</summary>
    public IReadOnlyList<FieldMapping> Attributes { get; init; } = [];

    /// <summary>Traits that every line sets.</summary>
    public IReadOnlyList<FieldMapping> Traits { get; init; } = [];

    /// <summary>A line that matches one of these is passed over, and counted apart from the rejected.</summary>
    public IReadOnlyList<SkipRule> Skip { get; init; } = [];

    /// <summary>What a line's message id is made of.</summary>
    public required IdSource Id { get; init; }
}

/// <summary>How a line is cut into fields.</summary>
/// <param name="Delimiter">The character between fields; null where any run of blanks separates them (leading blanks are ignored).</param>
/// <param name="Header">Whether the first line names the columns.</param>
/// <param name="Columns">The column names, in order; they win over a header. Empty takes them from the header.</param>
internal sealed record TableFormat(char? Delimiter, bool Header, IReadOnlyList<string> Columns);

/// <summary>Where a signal's type comes from.</summary>
/// <param name="Constant">The type of every line, or null.</param>
/// <param name="Column">The column that holds it, or null.</param>
/// <param name="Names">What a text of the column is called in the catalog; others are taken as they are.</param>
internal sealed record TypeSource(string? Constant, string? Column, IReadOnlyDictionary<string, string> Names);

/// <summary>How a time is written. Times without an offset are UTC.</summary>
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
}

/// <summary>Where a signal's time comes from.</summary>
/// <param name="Column">The column.</param>
/// <param name="Notation">How it is written.</param>
/// <param name="Pattern">The pattern, for <see cref="TimeNotation.Pattern"/>.</param>
internal sealed record TimeSource(string Column, TimeNotation Notation, string? Pattern);

/// <summary>What a column's text is read as. An empty text gives no attribute.</summary>
internal enum FieldType
{
    /// <summary>Text as it stands.</summary>
    String,

    /// <summary>A number with a point.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>, <c>1</c> or <c>0</c>.</summary>
    Boolean,
}

/// <summary>One attribute or trait.</summary>
/// <param name="Name">Its name on the signal.</param>
/// <param name="Column">The column it comes from.</param>
/// <param name="Type">What the text is read as.</param>
internal sealed record FieldMapping(string Name, string Column, FieldType Type);

/// <summary>How a skip rule looks at a column.</summary>
internal enum SkipTest
{
    /// <summary>Nothing but blanks.</summary>
    Empty,

    /// <summary>Equal to the operand.</summary>
    Is,

    /// <summary>Different from the operand.</summary>
    IsNot,

    /// <summary>Starting with the operand.</summary>
    StartsWith,
}

/// <summary>Lines to pass over.</summary>
/// <param name="Column">The column looked at.</param>
/// <param name="Test">How.</param>
/// <param name="Operand">The text compared with; empty for <see cref="SkipTest.Empty"/>.</param>
internal sealed record SkipRule(string Column, SkipTest Test, string Operand);

/// <summary>What a line's message id is made of; see <see cref="MessageIds"/>.</summary>
/// <param name="Columns">The columns that tell one line from another.</param>
/// <param name="CountRepeats">
/// Equal lines are different signals (the n-th one gets its number in the id); else they are one signal sent twice.
/// </param>
internal sealed record IdSource(IReadOnlyList<string> Columns, bool CountRepeats);
