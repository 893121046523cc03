using System.Text;
using NodaTime;
using Instant = PersonaGrain.Time.Instant;

namespace PersonaGrain.Cli.Mappings;

/// <summary>How the lines of a table become signals, as its author wrote it and found free of faults.</summary>
internal sealed record MappingDocument
{
    /// <summary>The mapping's name, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>How the file's bytes are read as text; null for UTF-8, or what a byte order mark at its beginning says.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>How a line is cut into fields.</summary>
    public required TableFormat Format { get; init; }

    /// <summary>How numbers are written.</summary>
    public NumberNotation Numbers { get; init; } = NumberNotation.Plain;

    /// <summary>Where times without an offset are local; null where they are UTC.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>Texts that are nobody's id, beside those that never are.</summary>
    public IReadOnlyList<string> BlockedIdsAdded { get; init; } = [];

    /// <summary>Texts that are otherwise nobody's id, and are somebody's here.</summary>
    public IReadOnlyList<string> BlockedIdsRemoved { get; init; } = [];

    /// <summary>A line with a field that can not be read is rejected as a whole; else the field is left out and noted.</summary>
    public bool RejectsOddFields { get; init; }

    /// <summary>The column that holds the profile's id.</summary>
    public required IdentityColumn Profile { get; init; }

    /// <summary>The columns of further identities of the same person.</summary>
    public IReadOnlyList<IdentityColumn> Identities { get; init; } = [];

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

/// <summary>A column that holds identities.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">Their kind; null where each text says it (<c>kind:value</c>) or is a user's plain id.</param>
internal sealed record IdentityColumn(string Column, string? Kind);

/// <summary>How a line is cut into fields.</summary>
internal sealed record TableFormat
{
    /// <summary>The delimiter that stands for any run of blanks; leading blanks are ignored.</summary>
    public const char Blanks = ' ';

    /// <summary>The character between fields, or <see cref="Blanks"/>; null where it is to be found by looking at the file.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The character around fields that hold a delimiter; null where quotes mean nothing.</summary>
    public char? Quote { get; init; } = '"';

    /// <summary>A line that begins with it is no record; null where there are no comments.</summary>
    public char? Comment { get; init; }

    /// <summary>Lines before the header, or before the first record where there is none.</summary>
    public int SkipLines { get; init; }

    /// <summary>Whether a line names the columns.</summary>
    public bool Header { get; init; } = true;

    /// <summary>The column names, in order; they win over a header. Empty takes them from the header.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];
}

/// <summary>Where a signal's type comes from.</summary>
/// <param name="Constant">The type of every line, or null.</param>
/// <param name="Column">The column that holds it, or null.</param>
/// <param name="Names">What a text of the column is called in the catalog; others are taken as they are.</param>
internal sealed record TypeSource(string? Constant, string? Column, IReadOnlyDictionary<string, string> Names);

/// <summary>Where a signal's time comes from.</summary>
/// <param name="Column">The column.</param>
/// <param name="Form">How it is written.</param>
/// <param name="Earliest">
/// A file whose first times all lie before this is taken for one whose mapping has the wrong unit, and is refused.
/// </param>
internal sealed record TimeSource(string Column, TimeForm Form, Instant Earliest)
{
    /// <summary>1990-01-01: few files hold what happened before, and most times that are misread do.</summary>
    public static readonly Instant DefaultEarliest = Instant.FromUtc(1990, 1, 1);
}

/// <summary>What a column's text is read as. An empty text gives no attribute.</summary>
internal enum FieldType
{
    /// <summary>Text as it stands.</summary>
    String,

    /// <summary>A number, written as the mapping says.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>, <c>1</c> or <c>0</c>.</summary>
    Boolean,

    /// <summary>A date or a time; it becomes ISO 8601.</summary>
    Date,
}

/// <summary>One attribute or trait.</summary>
/// <param name="Name">Its name on the signal.</param>
/// <param name="Column">The column it comes from.</param>
/// <param name="Type">What the text is read as.</param>
/// <param name="Form">How a date is written.</param>
internal sealed record FieldMapping(string Name, string Column, FieldType Type, TimeForm Form = default);

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
/// <param name="Prefix">What every id begins with, so that lines of another table can not have the same; empty for nothing.</param>
internal sealed record IdSource(IReadOnlyList<string> Columns, bool CountRepeats, string Prefix = "");
