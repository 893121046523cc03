namespace PersonaGrain.Conditions.Occurrences;

/// <summary>The sum of a measure's values ever.</summary>
internal sealed class TotalSumCondition(int slot, ValueTester tester) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context) =>
        Verdict.Always(tester.Matches(Amount.ToNumber(context.State.Tallies[slot].Sum)));
}

/// <summary>The sum of a measure's values within a rolling window.</summary>
internal sealed class WindowSumCondition(int slot, TimeSpan window, ValueTester tester) : Condition
{
    /// <summary>How many departures a cheap verdict looks ahead.</summary>
    private const int CheapSteps = 16;

    private readonly long _window = window.Ticks;

    internal override Verdict Evaluate(in EvaluationContext context)
    {
        var values = context.State.Tallies[slot].Values;
        if (values is null)
        {
            return Verdict.Always(tester.Matches(0.0));
        }

        var first = values.FirstAfter(context.Now - _window);
        var holds = tester.Matches(Amount.ToNumber(values.SumFrom(first)));
        var last = context.Exact ? values.Count : Math.Min(values.Count, first + CheapSteps);
        for (var index = first; index < last; index++)
        {
            if (tester.Matches(Amount.ToNumber(values.SumFrom(index + 1))) != holds)
            {
                return new Verdict(holds, values.TimeAt(index) + _window);
            }
        }

        return last == values.Count ? Verdict.Always(holds) : new Verdict(holds, values.TimeAt(last) + _window);
    }
}
