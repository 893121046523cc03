using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Compilation;
using PersonaGrain.Conditions.Occurrences;
using PersonaGrain.Profiles.Sequences;

namespace PersonaGrain.Conditions.Sequences;

/// <summary>How many sequences that do not overlap were completed within a rolling window; one leaves exactly when its last step is that old.</summary>
/// <remarks>
/// Of at least one, O(1). Of others a pass over the signals that are kept of the window, and for an exact bound O(log signals) of them. No allocation in
/// the steady state.
/// </remarks>
internal sealed class SequenceCondition(SequenceShape shape, IReadOnlyList<ValueTest> tests) : Condition
{
    private readonly CountTruth? _truth = IsOnce(tests) ? null : new CountTruth(tests);

    /// <summary>Whether a single sequence is enough, however many there are: told by the newest, which is known even where its signals are no longer kept.</summary>
    internal static bool IsOnce(IReadOnlyList<ValueTest> tests) =>
        tests.Count == 0 || new CountTruth(tests) is { Most: 1 } truth && !truth[0] && truth[1];

    internal override Verdict Evaluate(in EvaluationContext context)
    {
        if (context.State.Sequences![shape.Index] is not { } tally)
        {
            return Verdict.Always(_truth?[0] == true);
        }

        if (_truth is { } truth)
        {
            return Evaluate(tally, truth, context.Now - shape.CompletedWithin, context.Exact);
        }

        var leaves = tally.Completed + shape.CompletedWithin;
        return tally.Completed >= 0 && leaves > context.Now ? new Verdict(true, leaves) : Verdict.Always(false);
    }

    private Verdict Evaluate(SequenceTally tally, in CountTruth truth, long bound, bool isExact)
    {
        var count = tally.CountAfter(shape, bound, truth.Most);
        var holds = truth[count];
        if (!isExact)
        {
            return new Verdict(holds, Leaves(tally.FirstCompletedAfter(bound)));
        }

        // Counts only fall while nothing arrives: from one to the next at which the truth is another.
        for (var lower = truth.NextLower(count); lower >= 0; lower = truth.NextLower(count))
        {
            bound = tally.LeavesAt(shape, bound, lower);
            count = tally.CountAfter(shape, bound, truth.Most);
            if (truth[count] != holds)
            {
                return new Verdict(holds, Leaves(bound));
            }
        }

        return Verdict.Always(holds);
    }

    private long Leaves(long completed) => completed == long.MaxValue ? completed : completed + shape.CompletedWithin;
}
