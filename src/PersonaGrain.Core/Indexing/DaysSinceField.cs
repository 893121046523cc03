using PersonaGrain.Conditions;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Indexing;

/// <summary>The days since something happened: the index has that instant, turned over, so that nothing is to be done as days pass.</summary>
internal sealed class DaysSinceField(ComputedTrait trait, bool isOfAccounts) : IndexedField(trait.Name, isOfAccounts, form: "days")
{
    /// <inheritdoc />
    public override AttributeValue ValueOf(SortKey key, Instant now) => AttributeValue.Of(Math.Max(0, (now.Ticks + key.Whole) / TimeSpan.TicksPerDay));

    internal override IndexedValue Evaluate(in EvaluationContext context, in AttributeValue before)
    {
        var computed = trait.Evaluate(context);
        return new IndexedValue(
            computed.Value.IsNumber ? AttributeValue.Of((((long)computed.Value.Number + 1) * TimeSpan.TicksPerDay) - computed.ValidUntil) : default,
            long.MaxValue);
    }

    /// <summary>So many days ago or earlier. What is dated ahead is 0 days ago.</summary>
    private protected override SortKey? From(in AttributeValue number, Instant now) =>
        number.Number <= 0 ? null : KeyOf(Math.Ceiling(number.Number), now);

    /// <summary>Before it was a day more.</summary>
    private protected override SortKey? Before(in AttributeValue number, Instant now) => KeyOf(Math.Floor(number.Number) + 1, now);

    private static SortKey KeyOf(double days, Instant now) =>
        SortKey.Of(AttributeValue.Of((long)Math.Clamp((days * TimeSpan.TicksPerDay) - now.Ticks, long.MinValue / 2, long.MaxValue / 2)))!.Value;
}
