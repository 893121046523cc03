using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Reading;

/// <summary>Which operators a tested thing takes, and which operands.</summary>
/// <param name="What">The tested thing, for messages.</param>
/// <param name="ComparisonsOnly">Only the comparisons of numbers.</param>
/// <param name="Type">The declared type of a trait or attribute; null where it may hold anything.</param>
/// <param name="Least">The least number that makes sense.</param>
/// <param name="Most">The greatest.</param>
/// <param name="Whole">Only whole numbers.</param>
internal sealed record OperandRule(string What, bool ComparisonsOnly, ValueType? Type, double Least, double Most, bool Whole)
{
    internal static readonly OperandRule Count = new("a count", true, ValueType.Number, 0, CatalogLimits.Count, Whole: true);
    internal static readonly OperandRule Sum = new("a sum", true, ValueType.Number, -CatalogLimits.Sum, CatalogLimits.Sum, Whole: false);
    internal static readonly OperandRule Score = new("a score", true, ValueType.Number, 0, 100, Whole: false);

    internal static OperandRule Value(string what, ValueType? type) =>
        new(what, false, type, double.MinValue, double.MaxValue, Whole: false);

    internal static bool IsComparison(ValueOperator value) => value <= ValueOperator.Between;

    internal static bool IsOrder(ValueOperator value) => value is >= ValueOperator.AtLeast and <= ValueOperator.Between;

    internal static bool IsDate(ValueOperator value) => value is ValueOperator.Before or ValueOperator.After;

    internal static bool IsText(ValueOperator value) =>
        value is ValueOperator.StartsWith or ValueOperator.EndsWith or ValueOperator.Contains or ValueOperator.Matches;

    internal static bool TakesList(ValueOperator value) =>
        value is ValueOperator.In or ValueOperator.NotIn or ValueOperator.HasAny or ValueOperator.HasAll or ValueOperator.HasNone;

    /// <summary>Why an operator does not fit the declared type; null where it does.</summary>
    internal string? Misfit(ValueOperator value)
    {
        var unfit = Type switch
        {
            null => false,
            ValueType.Date => IsOrder(value),
            _ when IsDate(value) => true,
            ValueType.Number => IsText(value),
            ValueType.Boolean => IsText(value) || IsOrder(value),
            ValueType.String => IsOrder(value),
            _ => IsOrder(value) || (IsText(value) && value != ValueOperator.Contains),
        };
        if (!unfit)
        {
            return null;
        }

        var advice = Type == ValueType.Date ? "; compare dates with before, after, and in traits within or olderThan"
            : IsDate(value) ? "; declare it as date"
            : string.Empty;
        return $"{What} is declared as {TypeName(Type)}, so {OperatorName.Of(value)} never holds{advice}";
    }

    /// <summary>Why an operand does not fit the declared type; null where it does.</summary>
    internal string? Misfit(AttributeValue operand) => (Type, operand.Kind) switch
    {
        (null, _) or (ValueType.List, _) => null,
        (ValueType.String, AttributeKind.Text) or (ValueType.Number, AttributeKind.Number or AttributeKind.Integer) or (ValueType.Boolean, AttributeKind.Boolean) => null,
        (ValueType.Date, AttributeKind.Text) => null,
        _ => $"{What} is declared as {TypeName(Type)}, so this operand never matches; write {Example(Type)}",
    };

    private static string TypeName(ValueType? type) => type.ToString()!.ToLowerInvariant();

    private static string Example(ValueType? type) => type switch
    {
        ValueType.Number => "a number",
        ValueType.Boolean => "true or false",
        ValueType.Date => "a date as text",
        _ => "text",
    };
}
