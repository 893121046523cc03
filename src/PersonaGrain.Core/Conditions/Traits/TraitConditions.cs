using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Traits;

/// <summary>The value of a trait.</summary>
internal sealed class TraitCondition(string name, ValueTester tester) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context) =>
        Verdict.Always(tester.Matches(context.State.Traits.Find(name)));
}

/// <summary>The value and the age of a trait that holds a date; false where it holds none.</summary>
internal sealed class TraitAgeCondition(string name, ValueTester tester, AgeTest age) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context)
    {
        var value = context.State.Traits.Find(name);
        return tester.Matches(value) && value.Kind == AttributeKind.Text && Instant.TryParse(value.Text, out var date)
            ? age.Evaluate(date.Ticks, context.Now)
            : Verdict.Always(false);
    }
}
