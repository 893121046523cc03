using PersonaGrain.Conditions;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Indexing;

/// <summary>A computed trait. Where time alone changes it, as when a value leaves its window, the profile wakes up at that instant.</summary>
internal sealed class ComputedTraitField(ComputedTrait trait, bool isOfAccounts) : IndexedField(trait.Name, isOfAccounts)
{
    internal override IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before)
    {
        var computed = trait.Evaluate(context.State, context.Now);
        return new IndexedValue(computed.Value, computed.ValidUntil);
    }
}

/// <summary>The days since something happened: the index has that instant, turned over, so that nothing is to be done as days pass.</summary>
internal sealed class DaysSinceField(ComputedTrait trait, bool isOfAccounts) : IndexedField(trait.Name, isOfAccounts)
{
    /// <inheritdoc />
    public override AttributeValue ValueOf(SortKey key, Instant now) =>
        AttributeValue.Of(Math.Floor((now.Ticks + key.Value.Number) / TimeSpan.TicksPerDay));

    internal override IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before)
    {
        var computed = trait.Evaluate(context.State, context.Now);
        return new IndexedValue(
            computed.Value.IsNumber ? AttributeValue.Of((((long)computed.Value.Number + 1) * TimeSpan.TicksPerDay) - computed.ValidUntil) : default,
            long.MaxValue);
    }

    /// <summary>So many days ago or earlier.</summary>
    private protected override SortKey KeyOf(double number, Instant now) => SortKey.Of((Math.Ceiling(number) * TimeSpan.TicksPerDay) - now.Ticks);

    /// <summary>Before it was a day more.</summary>
    private protected override SortKey Above(double number, Instant now) => SortKey.Of(((Math.Floor(number) + 1) * TimeSpan.TicksPerDay) - now.Ticks);
}
