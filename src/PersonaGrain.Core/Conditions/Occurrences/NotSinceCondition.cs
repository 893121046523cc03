namespace PersonaGrain.Conditions.Occurrences;

/// <summary>The age of a measure's last occurrence, where another measure did not occur with it or after it; false when it never occurred.</summary>
/// <remarks>Two look-ups, O(1): the last times of both decide, and tallies keep those right, whatever comes late or is taken back.</remarks>
internal sealed class NotSinceCondition(int slot, int other, AgeTest age) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context)
    {
        ref readonly var tally = ref context.State.Tallies[slot];
        ref readonly var since = ref context.State.Tallies[other];
        return tally.Total == 0 || (since.Total > 0 && since.Last >= tally.Last) ? Verdict.Always(false) : age.Evaluate(tally.Last, context.Now);
    }
}
