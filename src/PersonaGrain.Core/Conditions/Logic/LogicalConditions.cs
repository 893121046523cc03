namespace PersonaGrain.Conditions.Logic;

/// <summary>Holds when every part holds. False until every false part may have turned; true until the first part turns.</summary>
internal sealed class AllCondition(Condition[] parts) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context)
    {
        var trueUntil = long.MaxValue;
        var falseUntil = long.MinValue;
        foreach (var part in parts)
        {
            var verdict = part.Evaluate(context);
            if (verdict.Holds)
            {
                trueUntil = Math.Min(trueUntil, verdict.ValidUntil);
            }
            else
            {
                falseUntil = Math.Max(falseUntil, verdict.ValidUntil);
            }
        }

        return falseUntil == long.MinValue ? new Verdict(true, trueUntil) : new Verdict(false, falseUntil);
    }
}

/// <summary>Holds when one part holds: the dual of <see cref="AllCondition"/>.</summary>
internal sealed class AnyCondition(Condition[] parts) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context)
    {
        var trueUntil = long.MinValue;
        var falseUntil = long.MaxValue;
        foreach (var part in parts)
        {
            var verdict = part.Evaluate(context);
            if (verdict.Holds)
            {
                trueUntil = Math.Max(trueUntil, verdict.ValidUntil);
            }
            else
            {
                falseUntil = Math.Min(falseUntil, verdict.ValidUntil);
            }
        }

        return trueUntil == long.MinValue ? new Verdict(false, falseUntil) : new Verdict(true, trueUntil);
    }
}

/// <summary>Holds when the part does not.</summary>
internal sealed class NotCondition(Condition part) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context)
    {
        var verdict = part.Evaluate(context);
        return new Verdict(!verdict.Holds, verdict.ValidUntil);
    }
}
