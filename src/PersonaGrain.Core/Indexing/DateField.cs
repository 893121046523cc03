using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Indexing;

/// <summary>A trait that holds a date: by the instant at which it begins, however it is written. A search tells the beginning of a day as that day.</summary>
internal sealed class DateField(string name, bool isOfAccounts) : IndexedField(name, isOfAccounts, form: "date")
{
    private const int DateLength = 10;

    /// <inheritdoc />
    public override AttributeValue ValueOf(SortKey key, Instant now) => AttributeValue.Of(TextOf(new Instant(key.Whole)));

    internal override IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before) =>
        new(DateOrTime.TryParse(context.State.Traits.Find(Name).Text, out var date) ? AttributeValue.Of(date.Start.Ticks) : default, long.MaxValue);

    /// <summary>Dates that are one are written alike.</summary>
    internal override IReadOnlyList<ValueTest> Adapt(IReadOnlyList<ValueTest> tests) =>
        [.. tests.Select(static test => test with { Operands = [.. test.Operands.Select(static operand => Adapt(operand))] })];

    private protected override IndexRange RangeOf(ValueTest test, Instant now) => test.Operands is [{ Text: var text }, ..] && DateOrTime.TryParse(text, out var date)
        ? test.Operator switch
        {
            ValueOperator.Is => new IndexRange(KeyOf(date.Start.Ticks), KeyOf(date.Start.Ticks).Next),
            ValueOperator.Before => new IndexRange(null, KeyOf(date.Start.Ticks)),
            ValueOperator.After => new IndexRange(KeyOf(date.Start.Ticks).Next, null),
            _ => IndexRange.All,
        }
        : IndexRange.All;

    private static SortKey KeyOf(long ticks) => SortKey.Of(AttributeValue.Of(ticks))!.Value;

    private static AttributeValue Adapt(in AttributeValue operand) =>
        DateOrTime.TryParse(operand.Text, out var date) ? AttributeValue.Of(TextOf(date.Start)) : operand;

    private static string TextOf(Instant start) => start.Ticks % TimeSpan.TicksPerDay == 0 ? start.ToString()[..DateLength] : start.ToString();
}
