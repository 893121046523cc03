using PersonaGrain.Profiles.Computed;

namespace PersonaGrain.Conditions.Behavior;

/// <summary>The age of a measure's newest occurrence after a gap; false where there is none.</summary>
internal sealed class RestartedCondition(PatternTrait pattern, AgeTest age) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context) =>
        pattern.TallyOf(context.State) is RunTally { Newest: { } newest } ? age.Evaluate(newest.Again, context.Now) : Verdict.Always(false);
}
