namespace PersonaGrain.Conditions.Occurrences;

/// <summary>The age of a measure's first or last occurrence; false when it never occurred.</summary>
internal sealed class SeenCondition(int slot, bool first, AgeTest age) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context)
    {
        ref readonly var tally = ref context.State.Tallies[slot];
        return tally.Total == 0 ? Verdict.Always(false) : age.Evaluate(first ? tally.First : tally.Last, context.Now);
    }
}
