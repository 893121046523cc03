using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions;

/// <summary>Tests of the age of an instant: younger than a span, and at least as old as another.</summary>
internal readonly struct AgeTest(TimeSpan? within, TimeSpan? olderThan)
{
    private readonly long _within = within?.Ticks ?? -1;
    private readonly long _olderThan = olderThan?.Ticks ?? -1;

    /// <summary>The verdict on an instant at now: [olderThan, within) in age.</summary>
    internal Verdict Evaluate(long instant, long now)
    {
        var from = _olderThan < 0 ? long.MinValue : instant + _olderThan;
        var until = _within < 0 ? long.MaxValue : instant + _within;
        if (until <= from || now >= until)
        {
            return Verdict.Always(false);
        }

        return now < from ? new Verdict(false, from) : new Verdict(true, until);
    }
}

/// <summary>The age of a measure's first or last occurrence; false when it never occurred.</summary>
internal sealed class SeenCondition(int slot, bool first, AgeTest age) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context)
    {
        ref readonly var tally = ref context.State.Tallies[slot];
        return tally.Total == 0 ? Verdict.Always(false) : age.Evaluate(first ? tally.First : tally.Last, context.Now);
    }
}

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
