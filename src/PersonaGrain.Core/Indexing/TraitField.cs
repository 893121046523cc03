using PersonaGrain.Conditions;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Indexing;

/// <summary>A trait that is sent.</summary>
internal sealed class TraitField(string name, bool isOfAccounts) : IndexedField(name, isOfAccounts)
{
    internal override IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before) =>
        new(context.State.Traits.Find(Name), long.MaxValue);
}

/// <summary>A trait that holds a date: by the instant at which it begins, however it is written.</summary>
internal sealed class DateField(string name, bool isOfAccounts) : IndexedField(name, isOfAccounts)
{
    /// <inheritdoc />
    public override AttributeValue ValueOf(SortKey key, Instant now) =>
        AttributeValue.Of(Instant.Clamp((long)key.Value.Number).ToString());

    internal override IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before) =>
        new(DateOrTime.TryParse(context.State.Traits.Find(Name).Text, out var date) ? AttributeValue.Of(date.Start.Ticks) : default, long.MaxValue);

    internal override IndexRange RangeOf(IReadOnlyList<Catalogs.ValueTest> tests, Instant now) => IndexRange.All;
}
