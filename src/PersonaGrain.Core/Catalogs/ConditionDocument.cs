using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Catalogs;

/// <summary>A condition as its author wrote it: a closed tree.</summary>
public abstract record ConditionDocument
{
    private ConditionDocument()
    {
    }

    /// <summary>Holds when every part holds; an empty list holds.</summary>
    public sealed record All(IReadOnlyList<ConditionDocument> Parts) : ConditionDocument;

    /// <summary>Holds when one part holds; an empty list does not.</summary>
    public sealed record Any(IReadOnlyList<ConditionDocument> Parts) : ConditionDocument;

    /// <summary>Holds when the part does not.</summary>
    public sealed record Not(ConditionDocument Part) : ConditionDocument;

    /// <summary>How often a measure occurred: <c>count</c> within a rolling window, a fixed range of time, or ever.</summary>
    public sealed record Count(MeasureReference Source, IReadOnlyList<ValueTest> Tests, TimeSpan? Within) : ConditionDocument;

    /// <summary>The sum of a measure's signal values within a rolling window or ever.</summary>
    public sealed record Sum(MeasureReference Source, IReadOnlyList<ValueTest> Tests, TimeSpan? Within) : ConditionDocument;

    /// <summary>The age of a measure's last or first occurrence; false when it never occurred.</summary>
    /// <param name="Source">The measure.</param>
    /// <param name="First">The first occurrence, else the last.</param>
    /// <param name="Within">Holds while the age is less than this.</param>
    /// <param name="OlderThan">Holds from the instant at which the age is this.</param>
    public sealed record Seen(MeasureReference Source, bool First, TimeSpan? Within, TimeSpan? OlderThan) : ConditionDocument;

    /// <summary>The value of a trait. For traits that hold dates the age may be tested like that of an occurrence.</summary>
    public sealed record Trait(string Name, IReadOnlyList<ValueTest> Tests, TimeSpan? Within = null, TimeSpan? OlderThan = null) : ConditionDocument;

    /// <summary>The value of a score now.</summary>
    public sealed record Score(string Name, IReadOnlyList<ValueTest> Tests) : ConditionDocument;

    /// <summary>Whether the profile is in another segment.</summary>
    public sealed record Segment(string Name, bool Is) : ConditionDocument;
}

/// <summary>What a condition counts: a measure or signal type by name, narrowed by a filter of its own or a fixed range of time.</summary>
/// <param name="Name">A measure or signal type (a signal type is also a measure of the same name).</param>
/// <param name="Where">A filter on top of the measure's own; empty adds none.</param>
/// <param name="From">Only occurrences at or after this; null for no bound.</param>
/// <param name="To">Only occurrences at or before this; null for no bound.</param>
public sealed record MeasureReference(string Name, IReadOnlyList<AttributeFilter> Where, Instant? From = null, Instant? To = null);

/// <summary>How a value is compared.</summary>
public enum ValueOperator
{
    /// <summary>Equal in type and value.</summary>
    Is,

    /// <summary>Absent, of another type, or different.</summary>
    IsNot,

    /// <summary>A number not less than the operand.</summary>
    AtLeast,

    /// <summary>A number greater than the operand.</summary>
    Above,

    /// <summary>A number not greater than the operand.</summary>
    AtMost,

    /// <summary>A number less than the operand.</summary>
    Below,

    /// <summary>A number from the first to the second operand, both included.</summary>
    Between,

    /// <summary>Equal to one of the operands; a list value matches when one of its elements is.</summary>
    In,

    /// <summary>Not <see cref="In"/>; an absent value holds.</summary>
    NotIn,

    /// <summary>Present (operand true) or absent (operand false).</summary>
    Exists,

    /// <summary>Text that starts with the operand, ordinal.</summary>
    StartsWith,

    /// <summary>Text that ends with the operand, ordinal.</summary>
    EndsWith,

    /// <summary>Text that contains the operand, ordinal; a list that has it as an element.</summary>
    Contains,

    /// <summary>Text that the operand, a regular expression without backtracking, matches in full.</summary>
    Matches,

    /// <summary>A list (or scalar, as a list of one) that has one of the operands.</summary>
    HasAny,

    /// <summary>A list (or scalar) that has all operands.</summary>
    HasAll,

    /// <summary>A list (or scalar, or nothing) that has none of the operands.</summary>
    HasNone,
}

/// <summary>One comparison of a value. A value of another type than the operand's never matches and never throws.</summary>
/// <param name="Operator">The comparison.</param>
/// <param name="Operands">One operand; two for <see cref="ValueOperator.Between"/>; any number for the list operators.</param>
public sealed record ValueTest(ValueOperator Operator, IReadOnlyList<AttributeValue> Operands);
