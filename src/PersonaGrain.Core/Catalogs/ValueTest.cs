using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs;

/// <summary>One comparison of a value. A value of another type than the operand's never matches and never throws.</summary>
/// <param name="Operator">The comparison.</param>
/// <param name="Operands">One operand; two for <see cref="ValueOperator.Between"/>; any number for the list operators.</param>
public sealed record ValueTest(ValueOperator Operator, IReadOnlyList<AttributeValue> Operands);

/// <summary>How a value is compared. The numbers are part of what tallies are known by: append-only.</summary>
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

    /// <summary>Text that is a date or time before the operand; a date begins with its day, in UTC.</summary>
    Before,

    /// <summary>Text that is a date or time after the operand.</summary>
    After,
}
