using PersonaGrain.Catalogs;

namespace PersonaGrain.Conditions.Occurrences;

/// <summary>How often a measure occurred ever.</summary>
internal sealed class TotalCondition(int slot, ValueTester tester) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context) =>
        Verdict.Always(tester.Matches((double)context.State.Tallies[slot].Total));
}

/// <summary>How often a measure occurred within a rolling window. An occurrence leaves exactly one window after it happened.</summary>
/// <remarks>The truth of every count up to the highest of interest is tabled, so a verdict is a binary search and a look-up.</remarks>
internal sealed class WindowCountCondition(int slot, TimeSpan window, IReadOnlyList<ValueTest> tests) : Condition
{
    private readonly long _window = window.Ticks;
    private readonly CountTruth _truth = new(tests);

    /// <summary>How many of the newest occurrences decide every test of a count.</summary>
    internal static int Kept(IReadOnlyList<ValueTest> tests)
    {
        double highest = 0;
        foreach (var test in tests)
        {
            foreach (var operand in test.Operands)
            {
                // "At least 5" is decided by five occurrences, "above 5" and "is 5" by six.
                var decided = test.Operator is ValueOperator.AtLeast or ValueOperator.Below ? Math.Ceiling(operand.Number) : Math.Floor(operand.Number) + 1;
                highest = Math.Max(highest, decided);
            }
        }

        return (int)Math.Clamp(highest, 1, int.MaxValue - 1);
    }

    internal override Verdict Evaluate(in EvaluationContext context)
    {
        ref readonly var ring = ref context.State.Tallies[slot].Newest;
        var count = Math.Min(ring.CountAfter(context.Now - _window), _truth.Most);
        var holds = _truth[count];
        var lower = _truth.NextLower(count);
        while (lower >= 0)
        {
            // The count falls to `lower` when the one ranked there leaves; equal instants leave together, so it may fall further.
            var leaving = ring.Newest(lower);
            var left = Math.Min(ring.CountAfter(leaving), lower);
            if (_truth[left] != holds)
            {
                return new Verdict(holds, leaving + _window);
            }

            lower = _truth.NextLower(left);
        }

        return Verdict.Always(holds);
    }
}
