using PersonaGrain.Accounts;

namespace PersonaGrain.Conditions.Accounts;

/// <summary>Whether the person belongs to an account, perhaps with a role, of which something holds.</summary>
internal abstract class AccountCondition(string? role) : Condition
{
    internal override Verdict Evaluate(in EvaluationContext context)
    {
        if (context.State.Belongings is not { } belongings)
        {
            return Verdict.Always(false);
        }

        for (var index = 0; index < belongings.All.Count; index++)
        {
            var belonging = belongings.All[index];
            if (!belonging.IsLeft && (role is null || string.Equals(role, belonging.Role, StringComparison.Ordinal))
                && belongings.FactsOf(belonging.Account) is { } facts && Holds(facts))
            {
                return Verdict.Always(true);
            }
        }

        return Verdict.Always(false);
    }

    /// <summary>Whether it holds of one account.</summary>
    protected abstract bool Holds(AccountFacts facts);
}

/// <summary>Whether an account of the person is in a segment, or is not.</summary>
internal sealed class AccountSegmentCondition(string segment, bool isIn, string? role) : AccountCondition(role)
{
    protected override bool Holds(AccountFacts facts) => Array.IndexOf(facts.Segments, segment) >= 0 == isIn;
}

/// <summary>The value of a trait of an account of the person.</summary>
internal sealed class AccountTraitCondition(string trait, ValueTester tester, string? role) : AccountCondition(role)
{
    protected override bool Holds(AccountFacts facts) => tester.Matches(facts.Find(trait));
}
