namespace PersonaGrain.Conditions.Segments;

/// <summary>Whether the profile is in another segment.</summary>
internal sealed class SegmentCondition(int segment, bool isIn) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context)
    {
        if (context.UsesMemberships)
        {
            ref readonly var entry = ref context.State.Segments[segment];
            return new Verdict(entry.Member == isIn, entry.ValidUntil);
        }

        var verdict = context.Segments[segment].Evaluate(context);
        return new Verdict(verdict.Holds == isIn, verdict.ValidUntil);
    }
}
