using PersonaGrain.Profiles.Computed;

namespace PersonaGrain.Conditions.Behavior;

/// <summary>Whether a measure occurred in enough of the newest periods.</summary>
internal sealed class RegularlyCondition(PatternTrait pattern, int atLeast) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context) =>
        pattern.TallyOf(context.State) is PeriodsTally periods ? periods.Test(pattern, context.Now, atLeast, context.Exact) : Verdict.Always(false);
}
