using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Traits;

/// <summary>The value of a trait.</summary>
internal sealed class TraitCondition(string name, ValueTester tester) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context) =>
        Verdict.Always(tester.Matches(context.State.Traits.Find(name)));
}

/// <summary>The value of a trait that holds a date, and where that date lies; false where it holds none.</summary>
internal sealed class TraitDateCondition(string name, ValueTester tester, DateTest test) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context)
    {
        var value = context.State.Traits.Find(name);
        return tester.Matches(value) && value.Kind == AttributeKind.Text && DateOrTime.TryParse(value.Text, out var date)
            ? test.Evaluate(date, context.Now)
            : Verdict.Always(false);
    }
}

/// <summary>Whether one object of a trait that is a list of objects passes.</summary>
internal sealed class TraitElementCondition(ElementTester tester) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context) => Verdict.Always(tester.Matches(context.State.Traits));
}
